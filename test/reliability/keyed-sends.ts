import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** The answer to one try of a caller. */
export type Ending =
  | { readonly kind: 'SENT'; readonly trackingId: string; readonly replayed: boolean }
  | { readonly kind: 'UNKNOWN' }
  /** The answer says that nothing was sent. */
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
  /** How often each caller tries until an answer says that its message was sent. */
  readonly tries: number;
  /** Keys under way at once. */
  readonly atOnce: number;
  readonly send: (key: string) => Promise<Ending>;
  /** Called after every key with the number that are done. */
  readonly onDone?: (done: number) => void;
}

/** How long a caller whose answer has no time waits before it tries again, milliseconds. */
const PAUSE_MS = 20;

/** Every caller of every key, as fast as `atOnce` lets them; all answers to them. */
export async function runKeyedSends(options: KeyedSendsOptions): Promise<Try[]> {
  const { keys, callersOf, tries, atOnce, send, onDone } = options;
  const reported: Try[] = [];
  let next = 0;
  let done = 0;

  async function call(key: string): Promise<void> {
    let pause = 0;
    for (let attempt = 0; attempt < tries; attempt++) {
      if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, pause));
      const startedAt = performance.now();
      const ending = await send(key);
      reported.push({ key, startedAt, endedAt: performance.now(), ending });
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
  return reported;
}

interface SendForm {
  readonly mutation: string;
  readonly field: string;
  /** Puts the label where Routee’s body of this kind has `"label":"…"`, by which stand-ins distinguish requests. */
  readonly inputOf: (label: string) => object;
}

const to = '+306912345678';
const senderId = 'stand-in-sender';
const content = { text: 'Hello' };
const templateWith = (label: string) => ({
  template: {
    templateId: '5d0c9b8a-3333-4e2f-a111-c0ffee000001',
    language: 'en',
    parameters: [{ name: 'label', value: label }],
  },
});
const smsStep = { sms: { from: 'Shop', text: 'Hello' } };

const FORMS = {
  CAMPAIGN: {
    mutation: 'sendViberCampaign',
    field: 'campaign',
    inputOf: (label) => ({ label, senderId, recipients: { phoneNumbers: [to] }, content }),
  },
  MESSAGE: {
    mutation: 'sendViberMessage',
    field: 'viberMessage',
    inputOf: (label) => ({ label, senderId, to, message: { content } }),
  },
  TEMPLATE: {
    mutation: 'sendViberMessage',
    field: 'viberMessage',
    inputOf: (label) => ({ senderId, to, message: templateWith(label) }),
  },
  FLOW: {
    mutation: 'sendFailoverFlow',
    field: 'failoverFlow',
    inputOf: (label) => ({ to, steps: [{ viber: { senderId, message: { content }, label } }, smsStep] }),
  },
  TEMPLATE_FLOW: {
    mutation: 'sendFailoverFlow',
    field: 'failoverFlow',
    inputOf: (label) => ({ to, steps: [{ viber: { senderId, message: templateWith(label) } }, smsStep] }),
  },
} as const satisfies Record<string, SendForm>;

/** Every request that a paid mutation can become. */
export type SendFormName = keyof typeof FORMS;
export const SEND_FORMS = Object.keys(FORMS) as readonly SendFormName[];

/** All kinds in turn, the same for the same key. */
export const formOf = (key: string): SendFormName =>
  SEND_FORMS[Number(/\d+$/.exec(key)?.[0] ?? 0) % SEND_FORMS.length] ?? 'CAMPAIGN';

interface Refusal {
  readonly code: string;
  readonly retryAfterSeconds?: number;
}

interface Sent {
  readonly replayed: boolean;
  readonly sent: { readonly trackingId: string };
}

interface SendAnswer {
  readonly data?: { readonly send: Sent | null } | null;
  readonly errors?: readonly { readonly extensions: Refusal }[];
}

export interface KeyedSendOptions {
  readonly signal?: AbortSignal;
  /** A campaign when left out. */
  readonly form?: SendFormName;
}

/** Whether the ledger was not reached in time, so that the ending says nothing of earlier calls of the key. */
export const isWithoutLedger = (ending: Ending): boolean =>
  ending.kind === 'REFUSED' && ending.code === 'LEDGER_UNAVAILABLE';

/** Sends one message under its key, which is its label too. */
export async function sendKeyed(
  url: string,
  key: string,
  { signal, form = 'CAMPAIGN' }: KeyedSendOptions = {},
): Promise<Ending> {
  const { mutation, field, inputOf } = FORMS[form];
  const query = `mutation ($input: Send${mutation.slice(4)}Input!) {
    send: ${mutation}(input: $input) { replayed sent: ${field} { trackingId } }
  }`;
  try {
    const body = JSON.stringify({ query, variables: { input: { idempotencyKey: key, ...inputOf(key) } } });
    return endingOf(JSON.parse(await post(`${url}/graphql`, body, signal)) as SendAnswer);
  } catch {
    return { kind: 'NO_ANSWER' };
  }
}

const agent = new Agent({ keepAlive: true });

/** By node:http: thousands of calls by `fetch` take several times as much of the processor. */
function post(url: string, body: string, signal: AbortSignal | undefined): Promise<string> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    request(url, { method: 'POST', agent, headers, ...(signal ? { signal } : {}) }, (response) => {
      text(response).then(resolve, reject);
    })
      .on('error', reject)
      .end(body);
  });
}

function endingOf({ data, errors }: SendAnswer): Ending {
  const answer = data?.send;
  if (answer) return { kind: 'SENT', trackingId: answer.sent.trackingId, replayed: answer.replayed };
  const { code, retryAfterSeconds = 0 } = errors?.[0]?.extensions ?? { code: 'NO_CODE' };
  return code === 'SEND_OUTCOME_UNKNOWN' ? { kind: 'UNKNOWN' } : { kind: 'REFUSED', code, retryAfterSeconds };
}
