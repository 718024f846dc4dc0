import DataLoader from 'dataloader';
import type { VendorPage, VendorPageRequest } from './vendor-page.js';
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
 * A loader of windows. Calls: see WindowReader, for each list; windows asked for together share what they can. `source`
 * is called when the first window is, so that its failure is the window's. `identify` tells lists apart.
 */
export function createListLoader<List, Row>(
  source: () => ListSource<List, Row>,
  identify: (list: List) => string,
): DataLoader<ListRead<List>, WindowAnswer<Row>> {
  const readers = new Map<string, WindowReader<Row>>();

  function readerOf(list: List): WindowReader<Row> {
    const key = identify(list);
    let reader = readers.get(key);
    if (!reader) {
      const { fetch, maxPageSize } = source();
      reader = new WindowReader((request) => fetch(list, request), maxPageSize);
      readers.set(key, reader);
    }
    return reader;
  }

  return new DataLoader(
    async (reads) => {
      const groups = new Map<WindowReader<Row>, ListRead<List>[]>();
      for (const read of reads) {
        const reader = readerOf(read.list);
        const group = groups.get(reader);
        if (group) group.push(read);
        else groups.set(reader, [read]);
      }
      const [only] = groups.keys();
      if (only && groups.size === 1) return await only.read(reads);
      const answers = new Map<WindowRead, WindowAnswer<Row>>();
      await Promise.all(
        [...groups].map(async ([reader, group]) => {
          const slices = await reader.read(group);
          group.forEach((read, index) => answers.set(read, slices[index] ?? null));
        }),
      );
      return reads.map((read) => answers.get(read) ?? null);
    },
    { cache: false }, // the readers remember more than the very same window
  );
}
