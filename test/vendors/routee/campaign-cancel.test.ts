import { describe, expect, it } from '@jest/globals';
import { Operation } from '../../../src/operation.js';
import { rejection } from '../rejection.js';
import type { Answer, StubAnswer } from '../vendor-stub.js';
import { withRoutee } from './routee-under-test.js';

const cancel = (answer: Answer | StubAnswer, trackingId = 'c1') =>
  withRoutee(async (routee, stub) => {
    stub.answer(answer);
    const { result: reported, details } = await routee.campaignSender.cancel(trackingId, new Operation());
    return { reported, details, requests: stub.requests };
  });

describe('a campaign cancelled at Routee', () => {
  it('is one DELETE of its address, without a body', async () => {
    const { reported, requests } = await cancel({ status: 204, body: '' }, 'a/b');
    expect(reported).toBe('CANCELLED');
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: 'DELETE', path: '/viber/campaign/a%2Fb', body: '' });
  });

  it.each([
    [{ status: 200, body: {} }, 'CANCELLED'],
    [{ status: 200, body: 'not json' }, 'CANCELLED'],
    [{ status: 404, body: { code: '404009001' } }, 'NOT_FOUND'],
    [{ status: 400, body: { code: '400009002' } }, 'NOT_SCHEDULED'],
    [{ status: 500, body: {} }, 'UNKNOWN'],
    [{ status: 408, body: {} }, 'UNKNOWN'],
    [{ status: 302, body: {} }, 'UNKNOWN'],
  ] as const)('%j is %s', async (answer, expected) => {
    expect((await cancel(answer)).reported).toBe(expected);
  });

  it.each([
    [{ status: 403, body: {} }, 'UPSTREAM_FORBIDDEN'],
    [{ status: 429, body: {} }, 'UPSTREAM_RATE_LIMITED'],
    [{ status: 400, body: { code: '400000000' } }, 'UPSTREAM_REJECTED'],
    [{ status: 404, body: {} }, 'UPSTREAM_REJECTED'],
  ] as const)('%j proves that nothing was cancelled: %s', async (answer, code) => {
    expect(await rejection(cancel(answer))).toMatchObject({ code });
  });

  it.each([
    [
      { status: 404, body: { code: '404009001' } },
      { vendorStatus: 404, vendorCode: '404009001' },
    ],
    [
      { status: 400, body: { code: 400009002 } },
      { vendorStatus: 400, vendorCode: '400009002' },
    ],
    [{ status: 500, body: {} }, { vendorStatus: 500 }],
    [{ status: 302, body: {} }, { vendorStatus: 302 }],
  ] as const)('answered with %j keeps the vendor’s status and code', async (answer, details) => {
    expect((await cancel(answer)).details).toEqual({ vendor: 'ROUTEE', ...details });
  });

  it('that is refused without a code is reported without one', async () => {
    const refusal = await rejection(cancel({ status: 404, body: {} }));
    expect(refusal).toMatchObject({ code: 'UPSTREAM_REJECTED', vendorStatus: 404 });
    expect(refusal).not.toHaveProperty('vendorCode');
    expect(refusal['message']).not.toMatch(/code/);
  });

  it('whose answer is cut off is UNKNOWN, and it is not repeated', async () => {
    const { reported, requests } = await cancel({ body: 'half', isCutOff: true });
    expect([reported, requests.length]).toEqual(['UNKNOWN', 1]);
  });
});
