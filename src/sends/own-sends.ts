import { KEY_LIFE_MS, hasLapsed } from './expiry.js';
import type { Clock } from './ledger-store.js';

interface OwnSend {
  readonly state: 'IN_FLIGHT' | 'UNKNOWN';
  /** The fingerprint of its input. */
  readonly input: string;
  readonly lapsesAt: number;
}

/**
 * The sends that this process began, remembered apart from the store: when the end of one cannot be written (disk full,
 * server gone), the store may say or forget what it likes, the key does not send again.
 */
export interface OwnSends {
  begun(id: string, input: string): void;
  /** How the send ended is in the store. */
  ended(id: string): void;
  /** How the send ended could not be written. */
  lost(id: string): void;
  /** @returns a send whose end is not in the store */
  find(id: string): OwnSend | null;
}

export function createOwnSends(now: Clock): OwnSends {
  // In the order of their expiry, since all live equally long.
  const sends = new Map<string, OwnSend>();

  function find(id: string): OwnSend | null {
    for (const [each, send] of sends) {
      if (!hasLapsed(send, now())) break;
      sends.delete(each);
    }
    return sends.get(id) ?? null;
  }

  function remember(id: string, state: OwnSend['state'], input: string): void {
    sends.delete(id);
    sends.set(id, { state, input, lapsesAt: now() + KEY_LIFE_MS });
  }

  return {
    begun: (id, input) => remember(id, 'IN_FLIGHT', input),
    ended: (id) => void sends.delete(id),
    lost: (id) => remember(id, 'UNKNOWN', find(id)?.input ?? ''),
    find,
  };
}
