import type { Redis } from 'ioredis';
import { type LedgerHealth, ledgerUnavailable } from './ledger-health.js';
import { BEGUN_ANEW } from './seen.js';
import type { SeenWrites } from './seen-writes.js';

export interface RunOptions {
  /** Whether it waits for replicas, as every write has to. */
  readonly isWrite?: boolean;
  /** Names besides the tenant's sequence. */
  readonly keys?: readonly string[];
  /** Called with the sequence that the script returns. */
  readonly onSequence?: (sequence: number) => void;
}

/** Runs the ledger's scripts and watches what Redis answers. */
export interface RedisClient {
  /** @param base in front of the tenant's names @returns what the script returns behind the sequence */
  run(script: string, base: string, args: readonly (string | number)[], options?: RunOptions): Promise<unknown[]>;
  /** Redis has answered a check: reads are asked again. */
  noticeAnswer(): void;
  /** A check has failed. */
  noticeSilence(error: unknown): void;
  /** Asks for the sequence of every tenant that was used, and notices lost writes. */
  checkSequences(): Promise<void>;
}

/** A number that a script returns; null where it returns none. */
export const numberOf = (value: unknown): number | null => (value == null || value === '' ? null : Number(value));

/** So many scripts without an answer, one after another, and the connection counts as dead. */
const SILENCE = 5;

export function createRedisClient(
  redis: Redis,
  health: LedgerHealth,
  seen: SeenWrites,
  { waitReplicas, commandTimeoutMs }: { readonly waitReplicas: number; readonly commandTimeoutMs: number },
): RedisClient {
  let unanswered = 0;
  /** Whether nothing was answered since a command timed out: reads would each wait as long. */
  let isSilent = false;

  function noticeAnswer(): void {
    unanswered = 0;
    isSilent = false;
  }

  /** @param before the highest sequence when it was asked: later answers may have been read before this one */
  function noticeSequence(base: string, sequence: number, before: number): void {
    if (sequence >= before) seen.add(base, sequence);
    else if (sequence < 0) seen.rolledBack(BEGUN_ANEW);
    else seen.rolledBack(`sequence ${sequence} after ${before}: writes that redis had acknowledged are lost`);
  }

  /**
   * A host that vanishes closes nothing, and the kernel may believe in the connection for a quarter of an hour; so it is
   * closed here when nothing comes back. (Not by ioredis's socketTimeout: its timer outlives the connection it watched.)
   */
  function noticeSilence(error: unknown): void {
    const isTimeout = error instanceof Error && error.message === 'Command timed out';
    unanswered = isTimeout ? unanswered + 1 : 0;
    if (isTimeout) isSilent = true;
    if (unanswered < SILENCE) return;
    unanswered = 0;
    redis.disconnect(true); // and connects again
  }

  return {
    noticeAnswer,
    noticeSilence,
    async checkSequences() {
      await Promise.all(
        seen.sequences.map(async ([base, before]) =>
          noticeSequence(base, Number((await redis.get(`${base}:sequence`)) ?? 0), before),
        ),
      );
    },

    async run(script, base, args, { isWrite = false, keys = [], onSequence } = {}) {
      if (isSilent && !isWrite) throw ledgerUnavailable(new Error('redis does not answer'));
      const before = seen.highest(base);
      try {
        const names = [`${base}:sequence`, ...keys];
        const answered = redis.eval(script, names.length, ...names, base, ...args) as Promise<unknown[]>;
        const waited = isWrite && waitReplicas > 0 ? redis.wait(waitReplicas, commandTimeoutMs / 2) : null;
        const [[sequence, ...rest], replicas] = await Promise.all([answered, waited]);
        noticeAnswer();
        noticeSequence(base, Number(sequence), before);
        onSequence?.(Number(sequence));
        if (replicas !== null && replicas < waitReplicas)
          throw new Error(`${replicas} of ${waitReplicas} replicas have acknowledged a write`);
        return rest;
      } catch (error) {
        noticeSilence(error);
        health.down(error);
        throw ledgerUnavailable(error);
      }
    },
  };
}
