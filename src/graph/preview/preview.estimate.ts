import { parsePhoneNumber } from 'libphonenumber-js/min';
import { addDecimals, multiplyDecimal } from '../../decimal.js';
import type { Operation } from '../../operation.js';
import type { CountryCount } from '../campaign/campaign-analysis.type.js';
import { readPhoneNumber } from '../delivery/phone-number.js';
import type { CostEstimate } from './account.type.js';
import { MAX_ENTRIES } from '../sending/send.rules.js';
import type { AccountSource } from './preview.source.js';
import type { SendPreview } from './preview.type.js';

const countryOf = (phoneNumber: string): string | null =>
  readPhoneNumber(phoneNumber) === null ? null : (parsePhoneNumber(phoneNumber).country ?? null);

/** How many phone numbers are in each country, sorted by country; without those that no country is known of. */
export function countCountries(phoneNumbers: readonly string[]): CountryCount[] {
  if (phoneNumbers.length > MAX_ENTRIES) return []; // refused, and none of it is counted
  const counts = new Map<string, number>();
  for (const country of phoneNumbers.map(countryOf)) {
    if (country !== null) counts.set(country, (counts.get(country) ?? 0) + 1);
  }
  return [...counts].map(([country, count]) => ({ country, count })).sort((a, b) => (a.country < b.country ? -1 : 1));
}

/**
 * Recipients per country, times the country's outbound Viber price. A call is made only where everything but the prices
 * is known.
 * @returns null for a session, for what is not Viber, for recipients who cannot be counted, and for a country without a
 *   price. @throws MessagingError
 */
export async function estimateCost(
  { kind, facts, countries: countCountries }: Pick<SendPreview, 'kind' | 'facts' | 'countries'>,
  account: AccountSource | null,
  operation: Operation,
): Promise<CostEstimate | null> {
  const { channel, contentKind, hasTemplate, isSession, recipientCount, phoneNumbers } = facts;
  if (!account || channel !== 'VIBER' || contentKind === null || isSession || recipientCount === null) return null;
  const countries = countCountries();
  const inCountries = countries.reduce((sum, { count }) => sum + count, 0);
  if (inCountries === 0 || inCountries < phoneNumbers.length) return null;
  const { currency, pricedAt, viber } = await account.prices(operation);
  const rate = hasTemplate ? 'transactional' : 'promotional';
  const costs: string[] = [];
  for (const { country, count } of countries) {
    const price = viber.get(country)?.[rate] ?? null;
    if (price === null) return null;
    costs.push(multiplyDecimal(price, count));
  }
  const counts = countries.map(({ country, count }) => `${count} to ${country}`).join(', ');
  const ofWhat = kind === 'FAILOVER_FLOW' ? ' of the first step alone' : '';
  const basis = `The ${rate} outbound Viber price of each country, times the messages${ofWhat}: ${counts}.`;
  return { amount: addDecimals(costs), currency, pricedAt, basis };
}
