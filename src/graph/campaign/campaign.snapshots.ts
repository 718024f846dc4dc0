import { createHmac, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { systemClock } from '../../clock.js';
import { MessagingError } from '../../errors/error.js';
import type { Operation } from '../../operation.js';
import { waitAtMost } from '../../wait-at-most.js';
import type { DeliveryEvents, LoggedEvent } from '../delivery-event/delivery-event.source.js';
import { showMessagePage } from '../known-states.js';
import { isLagging } from '../page/window-reader.js';
import type { VendorPage } from '../page/window.js';
import type { ViberMessage } from '../viber-message/viber-message.type.js';
import type { RecipientDigest } from './campaign.rows.js';
import { type CampaignFacts, CampaignSnapshot } from './campaign.snapshot.js';
import type { CampaignHead, CampaignSnapshots, CampaignSource, MessagePlace, OnPage } from './campaign.source.js';

export interface SnapshotOptions {
  /** Of the tenant, whatever the scopes of a caller. @throws VENDOR_NOT_CONFIGURED */
  readonly campaigns: () => CampaignSource;
  readonly events: DeliveryEvents;
  /** Of all snapshots together. */
  readonly maxBytes: number;
}

/** A campaign that grows with every read is shown as far as it was read. */
const MAX_ROUNDS = 5;

/** The snapshots of one tenant's campaigns: the least recently used go first. Nothing is read before it is asked for. */
export function createSnapshots({ campaigns, events, maxBytes }: SnapshotOptions): CampaignSnapshots {
  const kept = new LRUCache<string, CampaignSnapshot>({ maxSize: maxBytes });
  const walks = new Map<string, Promise<CampaignSnapshot | null>>();
  const digest = recipientDigest();
  let walkedBytes = 0;
  const stop = events.listen(follow);

  function open(trackingId: string): CampaignSnapshot {
    const snapshot =
      kept.get(trackingId) ?? new CampaignSnapshot(trackingId, campaigns().maxPageSize, maxBytes, digest);
    keep(snapshot);
    return snapshot;
  }

  const keep = (snapshot: CampaignSnapshot): void =>
    void kept.set(snapshot.trackingId, snapshot, { size: snapshot.isTooLarge ? 1 : Math.max(1, snapshot.bytes) });

  /** @returns null where the vendor has no such campaign */
  async function readPage(
    snapshot: CampaignSnapshot,
    page: number,
    operation: Operation,
    onPage?: OnPage,
  ): Promise<VendorPage<ViberMessage> | null> {
    const { trackingId, pageSize: size } = snapshot;
    const requestedAt = Date.now();
    const request = { trackingId, order: null, page, size };
    const fetch = () => campaigns().messages(request, operation);
    const answer = await fetch().catch((error: unknown) => {
      if (isLagging(error)) return fetch();
      throw error;
    });
    if (answer === null) {
      kept.delete(trackingId);
      return null;
    }
    const shown = await showMessagePage(answer, events, operation);
    snapshot.take(page, shown, requestedAt, answer);
    keep(snapshot);
    onPage?.(page, shown);
    return shown;
  }

  async function walk(
    trackingId: string,
    operation: Operation,
    onPage: OnPage | undefined,
  ): Promise<CampaignSnapshot | null> {
    const snapshot = open(trackingId);
    if (snapshot.facts === null && (await readPage(snapshot, 0, operation, onPage)) === null) return null;
    requireRoom(snapshot);
    const { bytes } = snapshot;
    walkedBytes += bytes;
    try {
      return await readStale(snapshot, operation, onPage);
    } finally {
      walkedBytes -= bytes;
    }
  }

  function requireRoom(snapshot: CampaignSnapshot): void {
    const { isTooLarge, bytes } = snapshot;
    if (isTooLarge) throw tooLarge(snapshot, maxBytes);
    if (walkedBytes > 0 && walkedBytes + bytes > maxBytes)
      throw new MessagingError('OVERLOADED', { retryAfterSeconds: 1 });
  }

  async function readStale(
    snapshot: CampaignSnapshot,
    operation: Operation,
    onPage: OnPage | undefined,
  ): Promise<CampaignSnapshot | null> {
    let size = 0;
    const read = new Set<number>();
    for (let round = 0; round < MAX_ROUNDS; round++) {
      if (snapshot.isTooLarge) throw tooLarge(snapshot, maxBytes);
      if (size !== snapshot.pageSize) read.clear();
      size = snapshot.pageSize;
      const stale = snapshot.stalePages(operation).filter((page) => !read.has(page));
      if (stale.length === 0) break;
      const left = operation.maxCalls - operation.calls;
      if (stale.length > left) throw tooExpensive(snapshot, stale.length, left);
      for (const page of stale) read.add(page);
      const pages = await Promise.all(stale.map((page) => readPage(snapshot, page, operation, onPage)));
      if (pages.includes(null)) return null;
    }
    return snapshot;
  }

  function start(
    trackingId: string,
    operation: Operation,
    onPage: OnPage | undefined,
  ): Promise<CampaignSnapshot | null> {
    const walking = walk(trackingId, operation, onPage);
    walks.set(trackingId, walking);
    const finish = (): void => void walks.delete(trackingId);
    walking.then(finish, finish);
    return walking;
  }

  function follow(reported: readonly LoggedEvent[]): void {
    for (const event of reported) {
      const { kind, id, status, country, price, campaignTrackingId, receivedAt } = event;
      if (kind !== 'VIBER_MESSAGE' || status === null) continue;
      const snapshots = campaignTrackingId === null ? [...kept.values()] : [kept.peek(campaignTrackingId)];
      for (const snapshot of snapshots)
        if (snapshot?.follow(id, { status, country, price }, receivedAt) === false && campaignTrackingId !== null)
          snapshot.expireLastPage();
    }
  }

  return {
    async head(trackingId, operation) {
      const known = kept.get(trackingId);
      if (known?.facts && known.isCurrent(0, operation)) return remembered(known, known.facts, operation);
      const snapshot = open(trackingId);
      const page = await readPage(snapshot, 0, operation);
      return page && { ...snapshot.facts!, page };
    },
    async whole(trackingId, operation, onPage) {
      for (;;) {
        const known = kept.get(trackingId);
        if (known?.facts && known.stalePages(operation).length === 0 && !known.isTooLarge) {
          remembered(known, known.facts, operation);
          return known;
        }
        const running = walks.get(trackingId);
        if (!running) return start(trackingId, operation, onPage);
        const outcome = await inTime(
          running.catch((error: Error) => error),
          operation,
        );
        if (outcome instanceof Error ? !isOfItsOperation(outcome) : !operation.fresh) {
          operation.coalesced++;
          operation.limitMaxAge(0);
          if (outcome instanceof Error) throw outcome;
          return outcome;
        }
      }
    },
    placeOf(messageId): MessagePlace | null {
      for (const { trackingId, rows, facts } of kept.values()) {
        const place = rows.placeOf(messageId);
        if (place === undefined) continue;
        const known = { groups: rows.groups(place), sessionId: rows.sessionId(place) };
        return { campaignTrackingId: trackingId, campaignName: facts?.name ?? undefined, ...known };
      }
      return null;
    },
    get bytes() {
      return kept.calculatedSize;
    },
    close: stop,
  };
}

/** What no vendor was asked for may be kept as long as a minute by callers too. */
function remembered(snapshot: CampaignSnapshot, facts: CampaignFacts, operation: Operation): CampaignHead {
  operation.cacheHits++;
  operation.limitMaxAge(snapshot.rows.isAllFinal() ? MINUTE : 0);
  return { ...facts, page: null };
}

const MEGABYTE = 1024 * 1024;
const MINUTE = 60_000;

function tooLarge({ facts, bytes }: CampaignSnapshot, maxBytes: number): MessagingError {
  const total = facts?.total ?? 0;
  const most = Math.floor((maxBytes * total) / bytes);
  const size = Math.round((maxBytes / MEGABYTE) * 100) / 100;
  return new MessagingError('CAMPAIGN_TOO_LARGE', {
    message: `The campaign has ${total} messages; at most ${most} are counted and filtered, in ${size} MB.`,
  });
}

const tooExpensive = ({ facts }: CampaignSnapshot, needed: number, left: number): MessagingError =>
  new MessagingError('OPERATION_TOO_EXPENSIVE', {
    message: `The campaign has ${facts?.total ?? 0} messages: ${needed} more vendor calls; ${left} are left to this operation.`,
  });

/** Whether another operation may fare better: its own budget and time ended this one. */
const isOfItsOperation = (error: Error): boolean =>
  error instanceof MessagingError && (error.code === 'OPERATION_TOO_EXPENSIVE' || error.code === 'UPSTREAM_TIMEOUT');

/** @throws UPSTREAM_TIMEOUT once the operation has no time left */
const inTime = <Value>(promise: Promise<Value>, operation: Operation): Promise<Value> =>
  waitAtMost(systemClock, promise, operation.remaining(), () => new MessagingError('UPSTREAM_TIMEOUT'));

/** 64 bits under a key that leaves this process never. */
function recipientDigest(): RecipientDigest {
  const key = randomBytes(32);
  return (phoneNumber) => {
    const digest = createHmac('sha256', key).update(phoneNumber).digest();
    return [digest.readUInt32BE(0), digest.readUInt32BE(4)];
  };
}
