import type { AccountSource, PriceList } from '../../graph/preview/preview.source.js';
import { type Clock, systemClock } from '../../clock.js';
import { quoteLongNumbers } from '../../decimal.js';
import type { VendorAnswer } from '../../vendor-client/vendor-client.js';
import { interpret, JSON_HEADERS, MAX_OBJECT_BYTES, type RouteeApi } from './routee-api.js';
import { readBalance, readPrices } from './wire/account.js';

const HOUR_MS = 60 * 60 * 1000;
/** Routee may list every network of every country whatever `service` says. */
const MAX_PRICES_BYTES = 8 * 1024 * 1024;

/**
 * Routee docs: prices, balance. The price list is kept here for an hour, not in the cache of reads: that cache can be
 * off, may drop it, and is passed over by operations that ask for fresh values.
 */
export function createAccountSource({ client, apiUrl }: RouteeApi, clock: Clock = systemClock): AccountSource {
  let kept: { readonly prices: PriceList; readonly until: number } | null = null;
  return {
    async prices(operation) {
      if (kept && clock.now() < kept.until) return kept.prices;
      return client.read(
        {
          method: 'GET',
          route: '/system/prices',
          url: `${apiUrl}/system/prices?service=Viber`,
          headers: JSON_HEADERS,
          maxBytes: MAX_PRICES_BYTES,
          joinsFresh: true,
          interpret(answer) {
            const prices = interpret(exact(answer), readPrices);
            kept = { prices, until: clock.now() + HOUR_MS };
            return prices;
          },
        },
        operation,
      );
    },
    balance: (operation) =>
      client.read(
        {
          method: 'GET',
          route: '/accounts/me/balance',
          url: `${apiUrl}/accounts/me/balance`,
          headers: JSON_HEADERS,
          maxBytes: MAX_OBJECT_BYTES,
          interpret: (answer) => interpret(exact(answer), readBalance),
        },
        operation,
      ),
  };
}

/** Amounts as they were written. */
const exact = (answer: VendorAnswer): VendorAnswer => ({ ...answer, body: quoteLongNumbers(answer.body) });
