import { expect, test } from '@jest/globals';
import { graph } from '../support/fake-sources.js';
import { viberMessages } from '../support/graph-samples.js';

test('a fragment is opened once, however many others spread it', async () => {
  const { ask } = await graph({ campaigns: { c1: viberMessages(1) } });
  const depth = 28; // opened at every spread this would be 2^28 fields
  const fragments = Array.from(
    { length: depth },
    (_, index) => `fragment f${index} on Campaign { ...f${index + 1} ...f${index + 1} }`,
  );
  const query = `{ campaign(trackingId: "c1") { ...f0 } } ${fragments.join(' ')} fragment f${depth} on Campaign { trackingId }`;
  const { data } = await ask(query, {}, { compiledToo: false });
  expect(data).toEqual({ campaign: { trackingId: 'c1' } });
});

test('a fragment that is left out in one place is still opened in another', async () => {
  const { ask } = await graph({ campaigns: { c1: viberMessages(9) } });
  const { calls } = await ask(
    'query ($no: Boolean!) { campaign(trackingId: "c1") { ...f @include(if: $no) ...f @skip(if: $no) } } fragment f on Campaign { messages(first: 5) { nodes { to } } }',
    { no: false },
    { compiledToo: false }, // graphql-jit forgets the second spread
  );
  expect(calls).toEqual(['messages c1 0/5']);
});
