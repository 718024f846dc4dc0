import type { CampaignLedger } from '../graph/campaign/campaign.ledger.js';

/** The book of every tenant's paid sends, wherever it is kept. */
export interface LedgerStore {
  /** Cheap; two ledgers of one tenant are one. Tenants never see each other's keys or campaigns. */
  forTenant(tenantId: string): CampaignLedger;
  /** How many bound keys and campaign records it holds, of all tenants, for metrics. */
  size(): Promise<number>;
  /** Lets running writes end first. Whoever still waits for a send to settle is refused. */
  close(): Promise<void>;
}

export interface LedgerOptions {
  /** How long campaigns are shown; less than a day counts as a day, since a key replays its campaign that long. */
  readonly campaignRecordDays: number;
}

/** Epoch milliseconds. */
export type Clock = () => number;
