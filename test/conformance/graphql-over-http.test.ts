import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Audit, serverAudits } from 'graphql-http';
import { type RunningService, startRunningService } from '../support/running-service.js';

let service: RunningService;
beforeAll(async () => {
  service = await startRunningService();
});
afterAll(() => service.stop());

const url = () => `${service.url}/graphql`;

/** Optional by the specification: a GET that any web page could make across origins is refused (CSRF prevention). */
const REFUSED_BY_CSRF_PREVENTION = new Set(['5A70', 'D6D5', '6A70']);

async function outcomeOf(audit: Audit): Promise<string> {
  const result = await audit.fn();
  return result.status === 'ok' ? 'ok' : `${result.status}: ${result.reason}`;
}

test('there are 61 audits of GraphQL over HTTP', () => {
  expect(serverAudits({ url })).toHaveLength(61);
});

describe('a client that sends nothing beside the request', () => {
  test.each(serverAudits({ url }).map((audit) => [audit.id, audit.name, audit] as const))(
    '%s %s',
    async (id, _name, audit) => {
      const outcome = await outcomeOf(audit);
      expect(outcome).toMatch(REFUSED_BY_CSRF_PREVENTION.has(id) ? /^notice: / : /^ok$/);
    },
  );
});

describe('a client that says with a header that it is no form of a web page', () => {
  const withHeader: typeof fetch = (input, init = {}) =>
    fetch(input, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), 'apollo-require-preflight': '1' },
    });

  test.each(serverAudits({ url, fetchFn: withHeader }).map((audit) => [audit.id, audit.name, audit] as const))(
    '%s %s',
    async (_id, _name, audit) => {
      expect(await outcomeOf(audit)).toBe('ok');
    },
  );
});
