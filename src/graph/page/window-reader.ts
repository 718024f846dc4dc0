import { MessagingError } from '../../errors/error.js';
import {
  type VendorPage,
  type VendorPageRequest,
  type Placed,
  planWindows,
  type Window,
  windowOf,
  type WindowRequest,
} from './window.js';

/** A window as the vendor filled it. */
export interface Slice<Row> {
  /** By position; null for a row without its id. A row that vanished while it was read is not there. */
  readonly rows: readonly Placed<Row>[];
  readonly window: Window;
  /** Of the whole list, as the vendor counts it. */
  readonly total: number;
  readonly asOf: string;
}

/** What one caller asks of the list: a window with its rows, or with the total alone. */
export interface WindowRead {
  readonly request: WindowRequest;
  readonly rows: boolean;
}

/** A slice, null when the vendor has no such list, or why it could not be read. */
export type WindowAnswer<Row> = Slice<Row> | null | Error;

/**
 * Reads windows of one list within one operation, and remembers every page and the total, so that windows share what
 * they can. A window is one page where planPages allows, two at most; one that counts from the end needs one more when
 * no other page has reported the total. A page is one vendor call, two where its rows lag behind its total.
 */
export class WindowReader<Row> {
  private readonly pages: (Window & { readonly rows: readonly (Row | null)[] })[] = [];
  private readonly failures: { readonly window: Window; readonly error: Error }[] = [];
  /** A window is often read twice: to find its campaign, and to show it. */
  private lastSlice: (Window & { readonly rows: readonly Placed<Row>[] }) | null = null;
  private total: number | null = null;
  /** A call for the total alone is made once; it is not repeated when it fails. */
  private totalRequested = false;
  private asOf = '';
  private absent = false;
  private hasSmallerSize = false;
  /** Reads of one list follow each other, so that a later one finds what an earlier one brought. */
  private last: Promise<unknown> | null = null;

  constructor(
    private readonly fetch: (request: VendorPageRequest) => Promise<VendorPage<Row> | null>,
    private maxPageSize: number,
  ) {}

  /** The answer, at once, when no call is needed for it; undefined otherwise. */
  peek(read: WindowRead): WindowAnswer<Row> | undefined {
    const isHeld =
      this.absent || (!this.lacksTotal(read) && (!read.rows || !this.missing(windowOf(read.request, this.total))));
    return isHeld ? this.answer(read) : undefined;
  }

  read(reads: readonly WindowRead[]): Promise<WindowAnswer<Row>[]> {
    const answers = this.last === null ? this.readNow(reads) : this.last.then(() => this.readNow(reads));
    this.last = answers;
    return answers;
  }

  private async readNow(reads: readonly WindowRead[]): Promise<WindowAnswer<Row>[]> {
    const withRows = reads.filter(({ rows }) => rows);
    const unplaced = withRows.filter(({ request }) => windowOf(request, this.total) === null);
    await this.cover(withRows);
    const needTotal = this.absent ? [] : reads.filter((read) => this.lacksTotal(read));
    if (needTotal.length > 0) await this.learnTotal(needTotal);
    if (unplaced.length > 0) await this.cover(unplaced);
    return reads.map((read) => this.answer(read));
  }

  /** Whether the total needs a call of its own: an empty window (before the first item) reads no page. */
  private lacksTotal({ request, rows }: WindowRead): boolean {
    return this.total === null && !this.totalRequested && (!rows || !windowOf(request, null)?.count);
  }

  /** Reads what is missing of windows with known positions; once more when the vendor reports a smaller page size. */
  private async cover(reads: readonly WindowRead[]): Promise<void> {
    const missing: Window[] = [];
    for (const { request } of reads) {
      const window = this.missing(windowOf(request, this.total));
      if (window) missing.push(window);
    }
    if (missing.length === 0 || this.absent) return;
    const size = this.maxPageSize;
    await this.load(planWindows(missing, size));
    if (this.maxPageSize < size) await this.cover(reads);
  }

  private missing(window: Window | null): Window | null {
    if (!window) return null;
    let { offset, count } = window;
    if (this.pages.some((page) => holds(page, offset) && holds(page, offset + count - 1))) return null;
    while (count > 0 && this.isKnown(offset)) [offset, count] = [offset + 1, count - 1];
    while (count > 0 && this.isKnown(offset + count - 1)) count -= 1;
    return count > 0 ? { offset, count } : null;
  }

  private isKnown(position: number): boolean {
    return this.pages.some((page) => holds(page, position)) || this.failure(position) !== undefined;
  }

  /** As the latest page has it; undefined for a position that no page has. */
  private row(position: number): Row | null | undefined {
    for (let index = this.pages.length - 1; index >= 0; index--) {
      const { offset, rows } = this.pages[index]!;
      const row = rows[position - offset];
      if (row !== undefined) return row;
    }
    return undefined;
  }

  private failure(position: number): Error | undefined {
    return this.failures.find(({ window }) => holds(window, position))?.error;
  }

  /** One call: the start of the list, at the size of a window that counts from the end, which may hold the whole list. */
  private async learnTotal(reads: readonly WindowRead[]): Promise<void> {
    this.totalRequested = true;
    const sizes = reads.map(({ request, rows }) => (rows && windowOf(request, null) === null ? request.count : 1));
    await this.load([{ page: 0, size: Math.min(Math.max(1, ...sizes), this.maxPageSize) }]);
  }

  private load(requests: readonly VendorPageRequest[]): Promise<unknown> {
    const [first] = requests;
    return first && requests.length === 1
      ? this.loadPage(first)
      : Promise.all(requests.map((request) => this.loadPage(request)));
  }

  /** Once more when the rows of the page lag behind its total: the list changed while the vendor read it. */
  private async loadPage(request: VendorPageRequest, isRepeated = false): Promise<void> {
    try {
      const page = await this.fetch(request);
      if (page) this.remember(request, page);
      else this.absent = true;
    } catch (error) {
      if (!isRepeated && isLagging(error)) return this.loadPage(request, true);
      const window = { offset: request.page * request.size, count: request.size };
      this.failures.push({ window, error: error as Error });
    }
  }

  /** Takes a page that was read otherwise. */
  remember(request: VendorPageRequest, page: VendorPage<Row>): void {
    if (page.size < request.size) {
      if (this.hasSmallerSize && page.size < this.maxPageSize) throw new MessagingError('UPSTREAM_BAD_RESPONSE');
      this.hasSmallerSize = true;
      this.maxPageSize = Math.min(this.maxPageSize, page.size);
    }
    this.pages.push({ offset: request.page * page.size, count: page.size, rows: page.rows });
    this.lastSlice = null;
    this.total = page.total;
    this.asOf = page.asOf;
  }

  private answer({ request, rows }: WindowRead): WindowAnswer<Row> {
    if (this.absent) return null;
    const window = windowOf(request, this.total);
    const failure = window && rows ? this.failureIn(window) : undefined;
    if (failure) return failure;
    if (!window || this.total === null) return this.failures[0]?.error ?? new MessagingError('UPSTREAM_BAD_RESPONSE');
    return { rows: rows ? this.slice(window) : [], window, total: this.total, asOf: this.asOf };
  }

  private failureIn(window: Window): Error | undefined {
    for (let position = window.offset; position < window.offset + window.count; position++) {
      const error = this.row(position) !== undefined ? undefined : this.failure(position);
      if (error) return error;
    }
    return undefined;
  }

  private slice({ offset, count }: Window): readonly Placed<Row>[] {
    const { lastSlice } = this;
    if (lastSlice?.offset === offset && lastSlice.count === count) return lastSlice.rows;
    const rows: Placed<Row>[] = [];
    for (let position = offset; position < offset + count; position++) {
      const item = this.row(position);
      if (item !== undefined) rows.push({ position, item });
    }
    this.lastSlice = { offset, count, rows };
    return rows;
  }
}

const holds = ({ offset, count }: Window, position: number): boolean => offset <= position && position < offset + count;

/** A vendor answered, and its page may be whole when it is read again. */
export const isLagging = (error: unknown): boolean =>
  error instanceof MessagingError && error.code === 'UPSTREAM_BAD_RESPONSE' && error.retryable;
