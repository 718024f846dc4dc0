import type { Operation } from '../../operation.js';
import type { AccountBalance } from './account.type.js';

/** Prices of one outbound Viber message to one country, decimal; null where the vendor names none. */
export interface ViberPrices {
  readonly transactional: string | null;
  readonly promotional: string | null;
}

export interface PriceList {
  /** Of every price in it. */
  readonly currency: string;
  /** When the vendor reported it, ISO 8601. */
  readonly pricedAt: string;
  /** By country, ISO 3166-1 alpha-2. */
  readonly viber: ReadonlyMap<string, ViberPrices>;
}

/** What a vendor does that reports the prices and the balance of an account. */
export interface AccountSource {
  /** At most one vendor call an hour, whoever asks. @throws MessagingError */
  prices(operation: Operation): Promise<PriceList>;
  /** One vendor call. @throws MessagingError */
  balance(operation: Operation): Promise<AccountBalance>;
}
