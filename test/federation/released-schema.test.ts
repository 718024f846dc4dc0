import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { type Change, ChangeType, CriticalityLevel, diff } from '@graphql-inspector/core';
import { describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { printSchemaText } from '../../src/graph/schema-text.js';

/** The schema of the last release. A release replaces it: `npm run schema:release`. */
const released = readFileSync(new URL('../support/released-schema.graphql', import.meta.url), 'utf8');
const current = printSchemaText(buildGraphSchema());

const asSchema = (text: string) => buildSchema(text, { assumeValid: true });

/** A key or a shareable type taken away breaks the supergraphs that were composed with it; the tool says dangerous. */
const isBreaking = ({ criticality, type }: Change): boolean =>
  criticality.level === CriticalityLevel.Breaking || type === ChangeType.DirectiveUsageObjectRemoved;

/** What would break clients of `before`, one line each. */
async function breakingChanges(before: string, after: string): Promise<string[]> {
  const changes = await diff(asSchema(before), asSchema(after));
  return changes.filter(isBreaking).map(({ path, message }) => `${path ?? 'schema'}: ${message}`);
}

test('nothing that the last release promised is broken', async () => {
  expect(await breakingChanges(released, current)).toEqual([]);
});

describe('a breaking change is reported in a readable line', () => {
  test.each([
    [
      'a field taken away',
      / {2}"""(?:(?!""")[\s\S])*"""\n {2}clicks: Int\n/,
      '',
      "DeliveryReport.clicks: Field 'clicks' was removed from object type 'DeliveryReport'",
    ],
    [
      'a field that becomes nullable',
      'recipientCount: Int!',
      'recipientCount: Int',
      "CampaignAnalysis.recipientCount: Field 'CampaignAnalysis.recipientCount' changed type from 'Int!' to 'Int'",
    ],
    ['a new argument that must be given', 'viberMessage(', 'viberMessage(country: String!, ', 'Query.viberMessage'],
    [
      'a key that routers use taken away',
      ' @key(fields: "extraId")',
      '',
      "DeliveryReport.@key: Directive 'key' was removed from object 'DeliveryReport'",
    ],
    [
      'a type no longer shared',
      'type PageInfo @shareable',
      'type PageInfo',
      "PageInfo.@shareable: Directive 'shareable' was removed",
    ],
    [
      'a state taken away',
      / {2}"""(?:(?!""")[\s\S])*"""\n {2}EXPIRED\n/,
      '',
      "DeliveryState.EXPIRED: Enum value 'EXPIRED' was removed from enum 'DeliveryState'",
    ],
  ])('%s', async (_name, pattern, replacement, line) => {
    const after = released.replace(pattern, replacement);
    expect(after).not.toBe(released);
    const changes = await breakingChanges(released, after);
    expect(changes).toEqual([expect.stringContaining(line)]);
  });
});
