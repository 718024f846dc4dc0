import type { Campaign } from './campaign.type.js';

/** What is known of a send that an idempotency key is bound to. */
export type BoundSend =
  /** Another call is sending right now. */
  | { readonly state: 'IN_FLIGHT'; readonly sameInput: boolean }
  | { readonly state: 'ACCEPTED'; readonly sameInput: boolean; readonly campaign: Campaign }
  /** It may have gone out; it is never sent again. */
  | { readonly state: 'UNKNOWN'; readonly sameInput: boolean };

/** A campaign that this graph sent, with its place in the order of the sends. */
export interface RecordedCampaign {
  /** Grows with every accepted send of the tenant; never used twice. */
  readonly sequence: number;
  readonly campaign: Campaign;
}

export interface CampaignListRequest {
  readonly order: 'NEWEST_FIRST' | 'OLDEST_FIRST';
  /** Only campaigns strictly beyond this sequence number in that order; null for all. */
  readonly beyond: number | null;
  readonly limit: number;
}

/**
 * The book of one tenant's paid sends: which idempotency keys are bound, and what the vendor answered. Keys live 24
 * hours, campaigns CAMPAIGN_RECORD_DAYS. Every write is durable when its promise resolves.
 */
export interface CampaignLedger {
  /**
   * Binds the key to the input, in one step however many call at once. `input` is its canonical text, of which only
   * a keyed hash is kept.
   * @returns null when the key is now bound and this caller must send, then end it with accept, release or lose;
   *   else what the key is bound to
   */
  begin(key: string, input: string): Promise<BoundSend | null>;
  /** The vendor accepted the send: keeps its answer as the campaign's record. */
  accept(key: string, campaign: Campaign): Promise<void>;
  /** The vendor, or the way to it, proved that nothing was sent: the key is free again. */
  release(key: string): Promise<void>;
  /** Nobody can tell whether it was sent: the key answers so for its life. */
  lose(key: string): Promise<void>;
  /**
   * Waits for a send in flight to end, in this process or another.
   * @returns what the key is bound to then, or null when it is free again; IN_FLIGHT when `deadline` (on the clock of
   *   performance.now()) passed first
   */
  settled(key: string, input: string, deadline: number): Promise<BoundSend | null>;
  /** @returns the record, or null for a campaign that this graph did not send */
  campaign(trackingId: string): Promise<Campaign | null>;
  campaigns(request: CampaignListRequest): Promise<readonly RecordedCampaign[]>;
  campaignCount(): Promise<number>;
}
