import DataLoader from 'dataloader';
import type { VendorPage, VendorPageRequest } from './window.js';
import { type WindowAnswer, type WindowRead, WindowReader } from './window-reader.js';

/** A window on one of several lists that a source pages. */
export interface ListRead<List> extends WindowRead {
  readonly list: List;
}

export interface ListSource<List, Row> {
  readonly maxPageSize: number;
  /** One vendor call. @returns null when there is no such list */
  fetch(list: List, request: VendorPageRequest): Promise<VendorPage<Row> | null>;
}

/**
 * Loads windows of lists. Calls: see WindowReader, for each list; windows loaded together share pages. Keeps
 * no answers itself: the readers keep every page.
 */
export class ListLoader<List, Row> {
  private readonly readers = new Map<string, WindowReader<Row>>();
  private readonly loader = new DataLoader((reads: readonly ListRead<List>[]) => this.readAll(reads), { cache: false });

  /**
   * @param source called when the first window is loaded, so that its failure is the window's
   * @param identify a key for each list
   */
  constructor(
    private readonly source: () => ListSource<List, Row>,
    private readonly identify: (list: List) => string,
  ) {}

  /** The answer, at once, when earlier windows hold it; undefined when it has to be loaded. */
  peek(read: ListRead<List>): WindowAnswer<Row> | undefined {
    return this.readers.get(this.identify(read.list))?.peek(read);
  }

  /** Takes a page that was read otherwise, so that windows on it cost no call. */
  prime(list: List, request: VendorPageRequest, page: VendorPage<Row>): void {
    this.readerOf(list).remember(request, page);
  }

  load(read: ListRead<List>): Promise<WindowAnswer<Row>> {
    return this.loader.load(read);
  }

  loadMany(reads: readonly ListRead<List>[]): Promise<WindowAnswer<Row>[]> {
    return this.loader.loadMany(reads);
  }

  private async readAll(reads: readonly ListRead<List>[]): Promise<WindowAnswer<Row>[]> {
    const groups = new Map<WindowReader<Row>, ListRead<List>[]>();
    for (const read of reads) {
      const reader = this.readerOf(read.list);
      const group = groups.get(reader);
      if (group) group.push(read);
      else groups.set(reader, [read]);
    }
    const [only] = groups.keys();
    if (only && groups.size === 1) return only.read(reads);
    const answers = new Map<WindowRead, WindowAnswer<Row>>();
    const readGroup = async ([reader, group]: [WindowReader<Row>, ListRead<List>[]]): Promise<void> => {
      const found = await reader.read(group);
      group.forEach((read, index) => answers.set(read, found[index] ?? null));
    };
    await Promise.all([...groups].map(readGroup));
    return reads.map((read) => answers.get(read) ?? null);
  }

  private readerOf(list: List): WindowReader<Row> {
    const key = this.identify(list);
    let reader = this.readers.get(key);
    if (!reader) {
      const { fetch, maxPageSize } = this.source();
      reader = new WindowReader((request) => fetch(list, request), maxPageSize);
      this.readers.set(key, reader);
    }
    return reader;
  }
}
