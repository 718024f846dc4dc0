import { countries, TRANSACTIONAL_PRICE } from '../../../sandbox/country.js';
import { sendJson } from '../../../sandbox/reply.js';
import { refuseInput } from './refusal.js';
import type { RouteeRoute } from './routee-route.js';

const currency = { code: 'EUR', name: 'Euro', sign: '€' };

/** GET /accounts/me/balance (Routee docs: balance). */
export const balanceRoute: RouteeRoute = {
  method: 'GET',
  template: '/accounts/me/balance',
  scope: 'account',
  place: 'balance',
  answer: () => sendJson(200, { balance: 41.37, currency }),
};

/** GET /system/prices?mcc&mnc&service (Routee docs: prices). Prices of Viber and calls are texts, those of SMS numbers. */
export const pricesRoute: RouteeRoute = {
  method: 'GET',
  template: '/system/prices',
  scope: 'account',
  place: 'prices',
  answer({ query }) {
    const lists = listPrices(query.get('mcc'), query.get('mnc'));
    const service = query.get('service');
    if (service === null) return sendJson(200, { currency, ...Object.fromEntries(lists.values()) });
    const list = lists.get(service);
    return list ? sendJson(200, { currency, [list[0]]: list[1] }) : refuseInput('not a service', 'service');
  },
};

/** By the name of the service: the member of the answer and its value. */
function listPrices(mcc: string | null, mnc: string | null): ReadonlyMap<string, readonly [string, unknown]> {
  const network = { mnc: '00', network: 'Sandbox Mobile' };
  const listed = countries.filter((country) => mcc === null || country.mcc === mcc);
  return new Map<string, readonly [string, unknown]>([
    [
      'Sms',
      [
        'sms',
        listed.map(({ name, code, mcc: of, price }) => ({
          country: name,
          iso: code,
          mcc: of,
          networks: mnc === null || mnc === network.mnc ? [{ ...network, price }] : [],
        })),
      ],
    ],
    [
      'Viber',
      [
        'viber',
        listed.map(({ name, code, price }) => ({
          country: name,
          iso: code,
          prices: {
            transactionalOutbound: String(TRANSACTIONAL_PRICE),
            promotionalOutbound: String(price),
            transactionalInbound: '0',
            promotionalInbound: '0',
            fee: '0',
            feePeriod: 'Monthly',
          },
        })),
      ],
    ],
    [
      'Voice',
      [
        'voice',
        listed.map(({ name, code }) => ({ country: name, iso: code, landlinePrice: '0.02', mobilePrice: '0.09' })),
      ],
    ],
    ['TwoStep', ['twoStep', { sms: 0.05, voice: 0.1 }]],
    ['Lookup', ['lookup', { perRequest: 0.008 }]],
    ['NumberValidator', ['numberValidator', { withPortedInfo: 0.01, withoutPortedInfo: 0.006 }]],
  ]);
}
