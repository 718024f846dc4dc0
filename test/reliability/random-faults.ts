import type { ProxyFault } from '../support/fault-proxy.js';
import type { SendAnswer } from '../support/stand-in-routee.js';

/** The same numbers for the same seed. */
export function createChance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const FAULTS: readonly ProxyFault[] = [
  'RESET_BEFORE',
  'RESET_IN_REQUEST',
  'RESET_AFTER',
  'RESET_IN_ANSWER',
  'CLOSE_IN_ANSWER',
  'TRUNCATE',
  'DELAY',
  'HANG_BEFORE',
  'HANG_AFTER',
  'GARBAGE',
];

/** @param share of all requests that meet a fault: every kind once before any comes again */
export function faultsAtRandom(chance: () => number, share: number): () => ProxyFault {
  let remaining: ProxyFault[] = [];
  return () => {
    if (chance() >= share) return 'NONE';
    if (remaining.length === 0) remaining = [...FAULTS];
    return remaining.splice(Math.floor(chance() * remaining.length), 1)[0]!;
  };
}

const ODD_ANSWERS: readonly SendAnswer[] = [
  { kind: 'REFUSE', status: 400, code: '400001009' },
  { kind: 'REFUSE', status: 401, code: '401000000' },
  { kind: 'REFUSE', status: 403, code: '403000000' },
  { kind: 'REFUSE', status: 409, code: '409009003' },
  { kind: 'REFUSE', status: 429, code: '429000000' },
  { kind: 'ACCEPT_BUT_SAY', status: 202, body: '{"messageToken":"without the id"}' },
  { kind: 'ACCEPT_BUT_SAY', status: 408, body: '' },
  { kind: 'ACCEPT_BUT_SAY', status: 500, body: '<html>Internal Server Error</html>' },
  { kind: 'ACCEPT_BUT_SAY', status: 503, body: '{"code":"503000000","developerMessage":"try again"}' },
];

/** What a vendor answers that is well for the most part. */
export const answersAtRandom =
  (chance: () => number, share: number): (() => SendAnswer) =>
  () =>
    chance() < share ? ODD_ANSWERS[Math.floor(chance() * ODD_ANSWERS.length)]! : { kind: 'ACCEPT' };
