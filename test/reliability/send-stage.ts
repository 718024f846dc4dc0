import { setTimeout } from 'node:timers/promises';
import { startFaultProxy } from '../support/fault-proxy.js';
import { standInSettings, startStandInRoutee, type StandInRoutee } from '../support/stand-in-routee.js';
import { isWithoutLedger, runKeyedSends, type Ending, type KeyedSendsOptions } from './keyed-sends.js';
import { answersAtRandom, createChance, faultsAtRandom } from './random-faults.js';
import { accountSends, type SendAccount } from './send-account.js';

export interface SendStageOptions {
  readonly seed: number;
  /** Of all requests, how many meet a fault. */
  readonly faults: number;
  readonly sendTimeoutMs: number;
}

export interface Restarts {
  /** Resolves when every restart that was begun is over: none may fall into the time when all is well. */
  readonly restarted?: () => Promise<unknown>;
}

/** A vendor that fails in every way, and what is to be reported of it. */
export interface SendStage {
  readonly vendor: StandInRoutee;
  /** Settings of a server that sends through it. */
  readonly settings: Readonly<Record<string, string>>;
  /** Sends while faults occur, asks for every key once more without faults, and compares the two. */
  prove(run: Omit<KeyedSendsOptions, 'callersOf' | 'tries'> & Restarts): Promise<SendAccount>;
  close(): Promise<void>;
}

const TRIES = 4;
/** Every so many keys have several callers at once. */
const CALLERS_OF_SHARED_KEY = 10;
const SHARED_KEY_EVERY = 20;
const OUTAGE_EVERY_MS = 4000;
const OUTAGE_MS = 30;
const REVOCATION_EVERY_MS = 700;
/** Before what was refused for now is asked for again. */
const PAUSE_MS = 20;
const CLOSING_KEY = 'closes-the-circuit';

export async function startSendStage({ seed, faults, sendTimeoutMs }: SendStageOptions): Promise<SendStage> {
  const chance = createChance(seed);
  const fault = faultsAtRandom(chance, faults);
  const answer = answersAtRandom(chance, faults / 4);
  let isQuiet = false;
  const vendor = await startStandInRoutee({ answerSend: () => (isQuiet ? { kind: 'ACCEPT' } : answer()) });
  const proxy = await startFaultProxy({
    target: vendor,
    plan: () => (isQuiet ? 'NONE' : fault()),
    breaksConnection: () => !isQuiet && chance() < faults / 15,
    marker: /"label":"([^"]+)"/,
    // some within the deadline, some beyond it
    delayMs: () => chance() * 2 * sendTimeoutMs,
  });

  async function calmDown(send: (key: string) => Promise<Ending>): Promise<void> {
    isQuiet = true;
    let ending = await send(CLOSING_KEY);
    // a circuit that opened closes with its first probe
    while (ending.kind === 'REFUSED' || ending.kind === 'NO_ANSWER') {
      await setTimeout(PAUSE_MS);
      ending = await send(CLOSING_KEY);
    }
  }

  return {
    vendor,
    settings: { ...standInSettings(proxy.url, vendor.url), SEND_TIMEOUT_MS: String(sendTimeoutMs) },
    async prove(run) {
      const outages = setInterval(() => void proxy.refuse(OUTAGE_MS), OUTAGE_EVERY_MS);
      const revocations = setInterval(() => vendor.revokeTokens(), REVOCATION_EVERY_MS);
      const callersOf = (_: string, index: number): number =>
        index % SHARED_KEY_EVERY === 0 ? CALLERS_OF_SHARED_KEY : 1;
      const tries = await runKeyedSends({ ...run, callersOf, tries: TRIES });
      clearInterval(outages);
      clearInterval(revocations);
      await proxy.refuse(0);
      await run.restarted?.();
      await calmDown(run.send);
      const sendOnceMore = async (key: string): Promise<Ending> => {
        let ending = await run.send(key);
        while (isWithoutLedger(ending)) {
          await setTimeout(PAUSE_MS);
          ending = await run.send(key);
        }
        return ending;
      };
      const again = await runKeyedSends({
        ...run,
        send: sendOnceMore,
        callersOf: () => 1,
        tries: 1,
        onDone: () => undefined,
      });
      const last = new Map(again.map(({ key, ending }) => [key, ending]));
      return accountSends({ tries, last, proxiedRequests: proxy.proxiedRequests, accepted: vendor.accepted });
    },
    async close() {
      await proxy.close();
      await vendor.close();
    },
  };
}
