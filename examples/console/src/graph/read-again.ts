import type { ApolloClient } from '@apollo/client';

/**
 * Options of a query whose screen asks again each time it is opened: with the policy `all`, a part that failed is null in the
 * cache, and what is there of another object may be old. Updates of the cache ask for nothing.
 */
export const READ_AGAIN = { fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' } as const;

/** What the graph gives at once. */
export const LONGEST_PAGE = 100;

/**
 * Reads again what is on the screen, lists as far as they are shown. A list of more than 100 rows stays as it is, and its
 * screen says so.
 */
export function readShownAgain(client: ApolloClient): void {
  for (const query of client.getObservableQueries('active')) {
    const shown = rowsOf(query.getCurrentResult().data);
    const first: unknown = query.variables['first'];
    if (shown > LONGEST_PAGE) continue;
    const variables = typeof first === 'number' && shown > first ? { first: shown } : {};
    void query.refetch(variables).catch(() => undefined); // its problem is on the screen
  }
}

/** How many rows a list has that grows by pages; 0 for what is no such list. */
function rowsOf(data: unknown): number {
  const [field] = Object.values((data ?? {}) as Readonly<Record<string, unknown>>);
  const { edges } = (field ?? {}) as { readonly edges?: unknown };
  return Array.isArray(edges) ? edges.length : 0;
}

export const isTooLong = (rows: number): boolean => rows > LONGEST_PAGE;
