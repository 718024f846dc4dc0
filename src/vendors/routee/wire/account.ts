import { readDecimal } from '../../../decimal.js';
import type { PriceList, ViberPrices } from '../../../graph/preview/preview.source.js';
import type { AccountBalance } from '../../../graph/preview/account.type.js';
import { isObject, list, members, text } from '../../reading.js';
import { country } from './country.js';

const currencyOf = (body: unknown): string | null => text(members(members(body).currency).code);

/** `{balance, currency{code}}` (Routee docs: balance). Null without one of them: an amount has a currency. */
export function readBalance(body: unknown): AccountBalance | null {
  const amount = readDecimal(members(body).balance);
  const currency = currencyOf(body);
  return amount === null || currency === null ? null : { amount, currency };
}

/**
 * `{currency{code}, viber[{country, iso, prices{transactionalOutbound, promotionalOutbound}}]}` (Routee docs: prices),
 * prices as text or numbers. Null without the currency or the list.
 */
export function readPrices(body: unknown, asOf: string): PriceList | null {
  const currency = currencyOf(body);
  const rows = list(members(body).viber);
  if (currency === null || rows === null) return null;
  const viber = new Map<string, ViberPrices>();
  for (const row of rows.filter(isObject)) {
    const iso = country(row.iso) ?? country(row.country);
    if (iso === null) continue;
    const { transactionalOutbound, promotionalOutbound } = members(row.prices);
    const prices = { transactional: readPrice(transactionalOutbound), promotional: readPrice(promotionalOutbound) };
    const other = viber.get(iso);
    viber.set(iso, other ? agreed(prices, other) : prices);
  }
  return { currency, pricedAt: asOf, viber };
}

function readPrice(value: unknown): string | null {
  const price = readDecimal(value);
  return price === null || price.startsWith('-') ? null : price;
}

/** Of a country that is listed twice: where the rows differ, it is not known which price counts. */
const agreed = (one: ViberPrices, other: ViberPrices): ViberPrices => ({
  transactional: one.transactional === other.transactional ? one.transactional : null,
  promotional: one.promotional === other.promotional ? one.promotional : null,
});
