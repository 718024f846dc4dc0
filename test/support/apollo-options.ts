/** What the console's client sets for every operation: its types then ask for it wherever a client of Apollo is made. */
export const APOLLO_OPTIONS = {
  watchQuery: { errorPolicy: 'all' },
  query: { errorPolicy: 'all' },
  mutate: { errorPolicy: 'all' },
} as const;
