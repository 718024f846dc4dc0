import { describe, expect, test } from '@jest/globals';
import { Operation } from '../../src/operation.js';
import { graph } from '../support/fake-sources.js';
import { failoverFlow } from '../support/graph-samples.js';

describe('a search for failover flows', () => {
  test('is refused with all that is wrong with its filter and with its page at once', async () => {
    const { ask } = await graph();
    const { errors, calls } = await ask(`{
      failoverFlows(first: 0, last: 1, filter: { status: UNKNOWN, recipient: "6912345678" }) { totalCount }
    }`);
    expect(errors).toMatchObject([
      {
        code: 'INVALID_RECIPIENT',
        inputPath: ['filter', 'recipient'],
        violations: [
          'INVALID_RECIPIENT filter.recipient',
          'BAD_USER_INPUT filter.status',
          'BAD_USER_INPUT first',
          'BAD_USER_INPUT last',
        ],
      },
    ]);
    expect(calls).toEqual([]);
  });

  test('whose filter is wrong gets no error about its cursor, which is the filter’s', async () => {
    const { ask } = await graph();
    const { errors } = await ask('{ failoverFlows(first: 1, after: "x", filter: { status: UNKNOWN }) { totalCount } }');
    expect(errors).toMatchObject([{ violations: ['BAD_USER_INPUT filter.status'] }]);
  });

  test('goes on where another clock, ahead of this one, began it', async () => {
    const { ask, searches } = await graph({ flows: ['f1', 'f2'].map((id) => failoverFlow(id)) });
    const at = (time: string) => ({ operation: Object.assign(new Operation(), { startedAt: Date.parse(time) }) });
    const filter = 'filter: { createdFrom: "2026-03-04T12:00Z" }';
    const { data } = await ask(
      `{ failoverFlows(first: 1, ${filter}) { pageInfo { endCursor } } }`,
      {},
      at('2026-03-04T12:00:01Z'),
    );
    const { endCursor } = (data as { failoverFlows: { pageInfo: { endCursor: string } } }).failoverFlows.pageInfo;
    const next = `{ failoverFlows(first: 1, after: "${endCursor}", ${filter}) { totalCount } }`;
    expect((await ask(next, {}, at('2026-03-04T11:59:59Z'))).errors).toEqual([]);
    expect(searches.at(-1)).toMatchObject({ createdUntil: '2026-03-04T12:00:01.000Z' });
  });
});
