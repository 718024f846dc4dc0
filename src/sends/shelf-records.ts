import type { CampaignListRequest, RecordedCampaign } from '../graph/campaign/campaign.ledger.js';
import type { Campaign } from '../graph/campaign/campaign.type.js';
import { hasLapsed } from './expiry.js';
import type { Fingerprint } from './fingerprint.js';
import type { Clock } from './ledger-store.js';
import { names, recordsBeyond } from './shelf-names.js';
import type { Change, Shelf } from './shelf.js';

export interface StoredRecord {
  readonly campaign: Campaign;
  readonly lapsesAt: number;
}

/** The campaigns of all tenants on a shelf. */
export interface ShelfRecords {
  /**
   * What keeps one more campaign; only one of a tenant at a time may be written. The same tracking id again moves to
   * the newest place with the newest answer: there is one record of a campaign, it lives as long as the last key that
   * replays it, and the order of the sequence stays the order of expiry.
   */
  changesFor(tenant: string, campaign: Campaign, lapsesAt: number): Promise<{ changes: Change[]; isNew: boolean }>;
  find(tenant: string, trackingId: string): Promise<Campaign | null>;
  list(tenant: string, request: CampaignListRequest): Promise<RecordedCampaign[]>;
}

export function createShelfRecords(shelf: Shelf, fingerprint: Fingerprint, now: Clock): ShelfRecords {
  async function read(tenant: string, trackingId: string): Promise<{ name: string; record: StoredRecord } | null> {
    const sequence = await shelf.get(names.place(tenant, fingerprint('campaign', trackingId)));
    if (sequence === undefined) return null;
    const name = names.record(tenant, Number(sequence));
    const text = await shelf.get(name);
    return text === undefined ? null : { name, record: parseRecord(text) };
  }

  return {
    async changesFor(tenant, campaign, lapsesAt) {
      const sequence = Number((await shelf.get(names.sequence(tenant))) ?? 0) + 1;
      const earlier = await read(tenant, campaign.trackingId);
      const name = names.record(tenant, sequence);
      const record: StoredRecord = { campaign, lapsesAt };
      const changes: Change[] = [
        { name: names.sequence(tenant), text: String(sequence) },
        { name, text: JSON.stringify(record) },
        { name: names.place(tenant, fingerprint('campaign', campaign.trackingId)), text: String(sequence) },
        { name: names.lapse(lapsesAt, name), text: '' },
      ];
      if (earlier) {
        changes.push({ name: earlier.name, text: null });
        changes.push({ name: names.lapse(earlier.record.lapsesAt, earlier.name), text: null });
      }
      return { changes, isNew: !earlier };
    },

    async find(tenant, trackingId) {
      const found = await read(tenant, trackingId);
      return found && !hasLapsed(found.record, now()) ? found.record.campaign : null;
    },

    async list(tenant, { order, beyond, limit }) {
      const listed: RecordedCampaign[] = [];
      if (limit <= 0) return listed;
      for await (const [name, text] of shelf.scan(recordsBeyond(tenant, order, beyond))) {
        const record = parseRecord(text);
        if (hasLapsed(record, now())) continue;
        listed.push({ sequence: Number(name.slice(-16)), campaign: record.campaign });
        if (listed.length >= limit) break;
      }
      return listed;
    },
  };
}

export const parseRecord = (text: string): StoredRecord => JSON.parse(text) as StoredRecord;
