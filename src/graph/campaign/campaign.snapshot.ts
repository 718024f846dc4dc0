import type { Operation } from '../../operation.js';
import type { VendorPage } from '../page/window.js';
import type { ViberMessage } from '../viber-message/viber-message.type.js';
import type { DeliveryStatus } from '../delivery/delivery-status.type.js';
import { NO_DETAILS } from '../delivery/no-details.js';
import { leadingReport } from '../delivery/state-rank.js';
import type { SubjectReport } from '../delivery-event/delivery-event.source.js';
import { messageName } from '../subject-reports.js';
import { bytesOfRows, CampaignRows, type RecipientDigest, type RowChange } from './campaign.rows.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What a page of a campaign shows of the campaign itself. */
export interface CampaignFacts {
  readonly total: number;
  readonly name: string | null;
  readonly applicationName: string | null;
  /** When the vendor said so last, or an event reported a change, ISO 8601. */
  readonly asOf: string;
}

interface PageRecord {
  /** Epoch milliseconds: before the request left. */
  readonly requestedAt: number;
  /** To recognise the same answer, where the vendor's client had it in its cache. */
  readonly rows: WeakRef<readonly unknown[]>;
  /** Whether a row of it was read on another page since: the order has changed. */
  hasMovedRow: boolean;
  /** Whether an event outranks the vendor's own state of one of them and had no price, so that it may still get one. */
  mayGetPrice: boolean;
}

/** All messages of a campaign, as far as its pages were read. */
export class CampaignSnapshot {
  readonly rows: CampaignRows;
  #pages: (PageRecord | undefined)[] = [];
  #facts: CampaignFacts | null = null;
  /** Its memory once it is whole, bytes, roughly; of a larger one than `maxBytes` nothing but the facts is kept. */
  bytes = 0;

  /** @param size of a page: the largest that may be requested */
  constructor(
    readonly trackingId: string,
    private size: number,
    private readonly maxBytes: number,
    digest: RecipientDigest,
  ) {
    this.rows = new CampaignRows(digest);
  }

  get pageSize(): number {
    return this.size;
  }

  /** Null before a page was read. */
  get facts(): CampaignFacts | null {
    return this.#facts;
  }

  get isTooLarge(): boolean {
    return this.bytes > this.maxBytes;
  }

  /**
   * @param page as the log knows it
   * @param requestedAt epoch milliseconds: before the request left
   * @param read what the vendor answered
   */
  take(number: number, page: VendorPage<ViberMessage>, requestedAt: number, read = page): void {
    if (page.size < this.size) {
      this.size = page.size; // the vendor gives smaller pages: all others have other places too
      this.#pages = [];
    }
    const { total, asOf, rows } = page;
    const before = this.#pages[number];
    const isNew = before?.rows.deref() !== rows || before.hasMovedRow;
    const mayGetPrice = page !== read && rows.some((row, index) => row?.status !== read.rows[index]?.status);
    this.#pages[number] = { requestedAt, rows: new WeakRef(rows), hasMovedRow: false, mayGetPrice };
    this.#pages.length = Math.min(this.#pages.length, this.pagesOf(total));
    const named = rows.find((row) => row !== null);
    this.#facts = {
      total,
      name: named?.campaignName ?? this.#facts?.name ?? null,
      applicationName: named?.applicationName ?? this.#facts?.applicationName ?? null,
      asOf: this.#facts && this.#facts.asOf > asOf ? this.#facts.asOf : asOf,
    };
    this.bytes = bytesOfRows(total, rows);
    this.rows.resize(this.isTooLarge ? 0 : total);
    if (isNew && !this.isTooLarge)
      for (let index = 0; index < rows.length; index++) this.#setRow(number, index, rows[index]!);
  }

  #setRow(number: number, index: number, row: ViberMessage | null): void {
    const movedFrom = this.rows.set(number * this.size + index, row);
    if (movedFrom === null) return;
    const from = Math.floor(movedFrom / this.size);
    const page = this.#pages[from];
    if (page && from !== number) page.hasMovedRow = true;
  }

  /**
   * The numbers of the pages that an operation has to read for a whole and current snapshot; the first page of one that
   * was never read.
   */
  stalePages(operation: Operation): number[] {
    const count = this.pagesOf(this.#facts?.total ?? 0);
    return Array.from({ length: count }, (_, number) => number).filter((number) => !this.isCurrent(number, operation));
  }

  isCurrent(number: number, { startedAt, fresh, showsFollowed }: Operation): boolean {
    const page = this.#pages[number];
    if (page === undefined) return false;
    if (showsFollowed) return true;
    if (page.hasMovedRow) return false;
    if (page.requestedAt >= startedAt) return true;
    return !fresh && startedAt - page.requestedAt < this.#keepMs(number, startedAt);
  }

  /** @param learnedAt epoch milliseconds @returns whether the message is here */
  follow(messageId: string, change: RowChange, learnedAt: number): boolean {
    const place = this.rows.placeOf(messageId);
    if (place === undefined) return false;
    if (leadingReport([this.#statusOf(place), change.status]) === change.status) {
      this.rows.change(place, change);
      const page = this.#pages[Math.floor(place / this.size)];
      if (page && change.price === null) page.mayGetPrice = true;
    }
    const asOf = new Date(learnedAt).toISOString();
    if (this.#facts && this.#facts.asOf < asOf) this.#facts = { ...this.#facts, asOf };
    return true;
  }

  /** What the rows from `start` to before `end` say of their messages. */
  reports(start: number, end: number): SubjectReport[] {
    const { rows, trackingId } = this;
    const reports: SubjectReport[] = [];
    for (let place = start; place < Math.min(end, rows.length); place++) {
      const id = rows.id(place);
      if (id === null) continue;
      const [country, price] = [rows.country(place), rows.price(place)];
      const known = { ...NO_DETAILS, channel: 'VIBER', campaignTrackingId: trackingId, country, price } as const;
      reports.push({ ...known, ...messageName(id), status: this.#statusOf(place) });
    }
    return reports;
  }

  #statusOf(place: number): DeliveryStatus {
    const time = this.rows.time(place);
    return {
      state: this.rows.state(place),
      isFinal: this.rows.isFinal(place),
      vendorStatus: null,
      detailedStatus: null,
      description: null,
      updatedAt: Number.isNaN(time) ? null : new Date(time).toISOString(),
    };
  }

  /** To be read again: a message is in it, or comes after it, that is not here yet. */
  expireLastPage(): void {
    this.#pages.length = Math.min(this.#pages.length, this.pagesOf(this.#facts?.total ?? 0) - 1);
  }

  private pagesOf(total: number): number {
    return Math.max(1, Math.ceil(total / this.size));
  }

  /**
   * Milliseconds that a page needs no other read. Not at all while a message of it is not settled (the vendor's client has
   * its own, shorter memory); for ever once all are final. One that is delivered may yet be seen, messages may be added to
   * the last page, and prices to a page whose vendor lags behind events: a minute, and an hour once the last change is an
   * hour old.
   */
  #keepMs(number: number, now: number): number {
    const { rows, size } = this;
    const end = Math.min((number + 1) * size, rows.length);
    const page = this.#pages[number];
    if (end === 0 || page === undefined) return 0;
    let isFinal = end < rows.length && !page.mayGetPrice;
    let changedAt = Number.NEGATIVE_INFINITY;
    for (let place = number * size; place < end; place++) {
      if (rows.id(place) === null) continue;
      if (!rows.isSettled(place)) return 0;
      if (!rows.isFinal(place)) isFinal = false;
      const time = rows.time(place);
      changedAt = Math.max(changedAt, Number.isNaN(time) ? now : time);
    }
    if (isFinal) return Number.POSITIVE_INFINITY;
    return now - changedAt < HOUR ? MINUTE : HOUR;
  }
}
