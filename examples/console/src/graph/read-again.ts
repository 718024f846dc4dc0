/**
 * Options of a query whose screen asks again each time it is opened: with the policy `all`, a part that failed is null in the
 * cache, and what is there of another object may be old. Updates of the cache ask for nothing.
 */
export const READ_AGAIN = { fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' } as const;
