/** What a caller was told of one try. */
export type Ending =
  | { readonly kind: 'SENT'; readonly trackingId: string; readonly replayed: boolean }
  | { readonly kind: 'UNKNOWN' }
  /** Told that nothing was sent. */
  | { readonly kind: 'REFUSED'; readonly code: string; readonly retryAfterSeconds: number }
  /** The server went away before it answered. */
  | { readonly kind: 'NO_ANSWER' };

export interface Try {
  readonly key: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly ending: Ending;
}

export interface KeyedSendsOptions {
  readonly keys: readonly string[];
  /** Callers of one key, all at once. */
  readonly callersOf: (key: string, index: number) => number;
  /** How often each caller tries until it is told that its message was sent. */
  readonly tries: number;
  /** Keys under way at once. */
  readonly atOnce: number;
  readonly send: (key: string) => Promise<Ending>;
  /** Told after every key, how many are done. */
  readonly onDone?: (done: number) => void;
}

/** How long a caller that is told no time waits before it tries again, milliseconds. */
const PAUSE_MS = 20;

/** Every caller of every key, as fast as `atOnce` lets them; everything that they were told. */
export async function runKeyedSends(options: KeyedSendsOptions): Promise<Try[]> {
  const { keys, callersOf, tries, atOnce, send, onDone } = options;
  const told: Try[] = [];
  let next = 0;
  let done = 0;

  async function call(key: string): Promise<void> {
    let pause = 0;
    for (let attempt = 0; attempt < tries; attempt++) {
      if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, pause));
      const startedAt = performance.now();
      const ending = await send(key);
      told.push({ key, startedAt, endedAt: performance.now(), ending });
      if (ending.kind === 'SENT') return;
      pause = PAUSE_MS + (ending.kind === 'REFUSED' ? 1000 * ending.retryAfterSeconds : 0);
    }
  }

  async function work(): Promise<void> {
    while (next < keys.length) {
      const index = next++;
      const key = keys[index]!;
      await Promise.all(Array.from({ length: callersOf(key, index) }, () => call(key)));
      onDone?.(++done);
    }
  }

  await Promise.all(Array.from({ length: atOnce }, work));
  return told;
}

const SEND = `mutation ($input: SendViberCampaignInput!) {
  sendViberCampaign(input: $input) { replayed campaign { trackingId } }
}`;

interface Refusal {
  readonly code: string;
  readonly retryAfterSeconds?: number;
}

interface SendAnswer {
  readonly data?: { readonly sendViberCampaign: { replayed: boolean; campaign: { trackingId: string } } | null } | null;
  readonly errors?: readonly { readonly extensions: Refusal }[];
}

/** Whether the ledger was not reached in time, so that the ending says nothing of earlier calls of the key. */
export const isWithoutLedger = (ending: Ending): boolean =>
  ending.kind === 'REFUSED' && ending.code === 'LEDGER_UNAVAILABLE';

/** Sends one message under its key, which is its label too. */
export async function sendKeyed(url: string, key: string, signal?: AbortSignal): Promise<Ending> {
  const input = {
    idempotencyKey: key,
    label: key,
    senderId: 'stand-in-sender',
    recipients: { phoneNumbers: ['+306912345678'] },
    content: { text: 'Hello' },
  };
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: SEND, variables: { input } }),
      ...(signal ? { signal } : {}),
    });
    return endingOf((await response.json()) as SendAnswer);
  } catch {
    return { kind: 'NO_ANSWER' };
  }
}

function endingOf({ data, errors }: SendAnswer): Ending {
  const sent = data?.sendViberCampaign;
  if (sent) return { kind: 'SENT', trackingId: sent.campaign.trackingId, replayed: sent.replayed };
  const { code, retryAfterSeconds = 0 } = errors?.[0]?.extensions ?? { code: 'NO_CODE' };
  return code === 'SEND_OUTCOME_UNKNOWN' ? { kind: 'UNKNOWN' } : { kind: 'REFUSED', code, retryAfterSeconds };
}
