import type { BoundSend } from '../graph/campaign/campaign.ledger.js';
import type { Campaign } from '../graph/campaign/campaign.type.js';

/** What is kept of a bound key. */
export interface KeyEntry {
  readonly state: BoundSend['state'];
  /** The fingerprint of the input; an empty one equals none. */
  readonly input: string;
  /** Of an accepted send. */
  readonly trackingId: string | null;
  /** Epoch milliseconds. */
  readonly lapsesAt: number;
}

/** @param campaign what was accepted; without it nobody can replay the answer, and the outcome counts as unknown */
export function describeSend(
  entry: Pick<KeyEntry, 'state' | 'input'>,
  input: string,
  campaign: Campaign | null,
): BoundSend {
  const sameInput = entry.input === input;
  if (entry.state === 'IN_FLIGHT') return { state: 'IN_FLIGHT', sameInput };
  if (entry.state === 'ACCEPTED' && campaign) return { state: 'ACCEPTED', sameInput, campaign };
  return { state: 'UNKNOWN', sameInput };
}
