import { describe, expect, it } from '@jest/globals';
import { Operation } from '../../../src/operation.js';
import { fakeClock } from '../../support/fake-clock.js';
import { rejection } from '../rejection.js';
import { sample, startVendorStub, type VendorStub } from '../vendor-stub.js';
import { type Routee, routeeAt, withRoutee } from './routee-under-test.js';

const EUR = { code: 'EUR', name: 'Euro', sign: '€' };
const row = (iso: string, prices: unknown) => ({ country: 'Somewhere', iso, prices });

const pricesOf = (viber: readonly unknown[]) =>
  withRoutee(async (routee, stub) => {
    stub.answer({ body: { currency: EUR, viber } });
    return Object.fromEntries((await routee.account.prices(new Operation())).viber);
  });

describe('the price list of Routee', () => {
  it('has the outbound prices of Viber by country, exact, with their currency', () =>
    withRoutee(async (routee, stub) => {
      stub.answer({ body: sample('routee-prices') });
      const { currency, viber } = await routee.account.prices(new Operation());
      expect(currency).toBe('EUR');
      expect([...viber]).toEqual([['GR', { transactional: '0.012', promotional: '0.031' }]]);
    }));

  it.each([
    ['text', '0.0310', '0.031'],
    ['a number', 0.031, '0.031'],
    ['a small number', 1e-7, '0.0000001'],
    ['nothing', undefined, null],
    ['null', null, null],
    ['an empty text', '', null],
    ['words', 'on request', null],
    ['less than nothing', '-0.01', null],
    ['zero', '0', '0'],
  ])('reads a price that is %s', async (_what, promotionalOutbound, promotional) => {
    expect(await pricesOf([row('GR', { promotionalOutbound })])).toEqual({ GR: { transactional: null, promotional } });
  });

  it('and the balance are exact though JSON numbers are longer than a double', () =>
    withRoutee(async (routee, stub) => {
      const price = '0.03100000000000000001';
      const body = `{"currency":{"code":"EUR"},"viber":[{"iso":"GR","prices":{"promotionalOutbound":${price}}}]}`;
      stub.answer({ body });
      expect((await routee.account.prices(new Operation())).viber.get('GR')?.promotional).toBe(price);
      stub.answer({ body: '{"balance":12345678901234567.891,"currency":{"code":"EUR"}}' });
      expect(await routee.account.balance(new Operation())).toEqual({
        amount: '12345678901234567.891',
        currency: 'EUR',
      });
    }));

  it('reads a country by its name where no code is given, and skips rows without either', async () => {
    const prices = { transactionalOutbound: '1' };
    const rows = [{ country: 'Greece', prices }, { prices }, row('cy', prices), 'text', null];
    expect(Object.keys(await pricesOf(rows))).toEqual(['GR', 'CY']);
  });

  it('has no price where two rows of one country differ', async () => {
    const rows = ['0.02', '0.03'].map((promotionalOutbound) =>
      row('GR', { promotionalOutbound, transactionalOutbound: '0.01' }),
    );
    expect(await pricesOf(rows)).toEqual({ GR: { transactional: '0.01', promotional: null } });
  });
});

/** Runs with a client whose clock the test moves. */
async function withClock(
  run: (
    routee: Routee,
    stub: VendorStub,
    advance: (milliseconds: number) => void,
    start: (fresh?: boolean) => Operation,
  ) => Promise<void>,
): Promise<void> {
  const stub = await startVendorStub();
  const clock = fakeClock();
  const routee = routeeAt(stub.url, { clock });
  try {
    await run(routee, stub, clock.advance, (fresh = false) => new Operation({ fresh }));
  } finally {
    await routee.close();
    await stub.close();
  }
}

const MINUTE = 60_000;

describe('the prices of one account', () => {
  it('cost one call an hour, though the cache of reads is off and fresh values are asked for', () =>
    withClock(async (routee, stub, advance, start) => {
      stub.answer({ body: sample('routee-prices') });
      const first = await routee.account.prices(start());
      for (const fresh of [false, true]) {
        advance(29 * MINUTE);
        const operation = start(fresh);
        expect(await routee.account.prices(operation)).toBe(first);
        expect(operation.calls).toBe(0);
      }
      expect(stub.requests).toHaveLength(1);
      advance(2 * MINUTE);
      await routee.account.prices(start());
      expect(stub.requests).toHaveLength(2);
    }));

  it('cost one call for many who ask at once, also for fresh values', () =>
    withClock(async (routee, stub, _advance, start) => {
      stub.answer({ body: sample('routee-prices') });
      await Promise.all([false, true, true, false].map((fresh) => routee.account.prices(start(fresh))));
      expect(stub.requests).toHaveLength(1);
    }));

  it('have the currency of their own list after it changed', () =>
    withClock(async (routee, stub, advance, start) => {
      const list = (code: string, promotionalOutbound: string) => ({
        currency: { code },
        viber: [row('GR', { promotionalOutbound })],
      });
      stub.answer({ body: list('EUR', '0.03') });
      await routee.account.prices(start());
      stub.answer({ body: list('USD', '0.04') });
      expect(await routee.account.prices(start())).toMatchObject({ currency: 'EUR' });
      advance(61 * MINUTE);
      const { currency, viber } = await routee.account.prices(start());
      expect([currency, viber.get('GR')?.promotional]).toEqual(['USD', '0.04']);
    }));

  it('are asked for again after a failure', () =>
    withClock(async (routee, stub, _advance, start) => {
      stub.answer({ body: '' });
      expect(await rejection(routee.account.prices(start()))).toMatchObject({ code: 'UPSTREAM_BAD_RESPONSE' });
      stub.answer({ body: sample('routee-prices') });
      expect(await routee.account.prices(start())).toMatchObject({ currency: 'EUR' });
    }));
});

describe('the balance of Routee', () => {
  it.each([
    [41.37, '41.37'],
    ['41.370', '41.37'],
    [0, '0'],
    [-3.5, '-3.5'],
  ])('of %j is exact and has its currency', (balance, amount) =>
    withRoutee(async (routee, stub) => {
      stub.answer({ body: { balance, currency: EUR } });
      expect(await routee.account.balance(new Operation())).toEqual({ amount, currency: 'EUR' });
    }),
  );

  it('is asked for every time', () =>
    withRoutee(async (routee, stub) => {
      stub.answer({ body: sample('routee-balance') });
      await routee.account.balance(new Operation());
      await routee.account.balance(new Operation());
      expect(stub.requests).toHaveLength(2);
    }));
});
