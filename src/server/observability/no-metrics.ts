import type { Metrics } from './metrics.js';

const nothing = (): void => undefined;

/** Where the settings ask for no metrics: nothing is counted, and prom-client is not loaded. */
export const NO_METRICS: Metrics = {
  answered: nothing,
  subscriptionEnded: nothing,
  calledBack: nothing,
  contradicted: nothing,
  vendorCalls: () => ({ answered: nothing, unusable: nothing, refused: nothing }),
  spans: () => ({ exported: { value: 0 }, dropped: () => ({ value: 0 }) }),
  show: nothing,
  contentType: 'text/plain',
  text: () => Promise.resolve(''),
  json: () => Promise.resolve([]),
};
