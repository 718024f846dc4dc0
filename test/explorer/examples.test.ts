import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { EXPLORER_SUBJECTS, OPERATIONS } from '../../src/app/sandbox-examples.js';
import { exampleOperations, joinExamples } from '../../src/server/http/explorer/examples.js';
import { type RunningService, startRunningService } from '../support/running-service.js';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'), { assumeValid: true });
const examples = exampleOperations(EXPLORER_SUBJECTS);
const nameOf = (document: string): string => /^(?:query|mutation|subscription) (\w+)/m.exec(document)?.[1] ?? '';
const named = examples.map((example) => [nameOf(example.document), example] as const);
/** Of an example that is there to be refused. */
const REFUSED = 'RefusedSend';

describe('the examples that the sandbox shows', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startRunningService({ SANDBOX: 'on' }, { sendsSamples: true });
  });
  afterAll(() => service.stop());

  it.each([...named, ['all of them', joinExamples(examples)] as const])(
    '%s: valid for schema.graphql',
    (_, example) => {
      expect(validate(schema, parse(example.document)).map(({ message }) => message)).toEqual([]);
    },
  );

  it.each(named.filter(([name, { document }]) => name !== REFUSED && !document.includes('\nsubscription ')))(
    '%s: an answer without an error and without a null',
    async (_, { document, variables }) => {
      const { errors, data } = await service.query(document, variables);
      expect(errors).toEqual([]);
      expect(nullPaths(data)).toEqual([]);
    },
  );

  it.each(OPERATIONS.map((operation) => [operation]))('the start prints %s: no error, no null', async (operation) => {
    expect(validate(schema, parse(operation))).toEqual([]);
    expect(nullPaths(await service.read(operation))).toEqual([]);
  });

  it('are named in the order of the tabs', () => {
    expect(named.map(([name]) => name)).toEqual([
      'CampaignPage',
      'WatchCampaign',
      'CampaignProgress',
      'DeliveryFeed',
      'Campaigns',
      'FailoverFlows',
      'DeliveryReport',
      'SendPreview',
      'SendCampaign',
      REFUSED,
    ]);
  });
});

/** The paths of every null. */
function nullPaths(value: unknown, path = ''): string[] {
  if (value === null || value === undefined) return [path];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, member]) => nullPaths(member, `${path}.${name}`));
}
