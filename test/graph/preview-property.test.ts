import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { coerceInputValue, type GraphQLInputType } from 'graphql';
import { campaignSend } from '../../src/graph/campaign/campaign.send.js';
import { flowSend } from '../../src/graph/failover-flow/failover-flow.send.js';
import { canonicalInputOf } from '../../src/graph/sending/paid-send.js';
import type { SendReceipt } from '../../src/graph/sending/send-receipt.js';
import { messageSend } from '../../src/graph/viber-message/viber-message.send.js';
import { type CanonicalInput, canonicalInput } from '../../src/sends/canonical.js';
import type { SendKind } from '../../src/sends/send-ledger.js';
import { failoverFlow, sentCampaign, viberMessage } from '../support/graph-samples.js';
import { type Graph, graph, schema } from '../support/fake-sources.js';
import { campaignInputs, flowInputs, messageInputs } from '../support/send-inputs.js';

interface KeyedInput {
  readonly idempotencyKey: string;
}

interface KindUnderTest {
  readonly kind: SendKind;
  readonly name: string;
  readonly inputs: fc.Arbitrary<Record<string, unknown>>;
  readonly canonical: (input: never) => CanonicalInput;
  readonly receipt: SendReceipt;
}

const KINDS: readonly KindUnderTest[] = [
  {
    kind: 'VIBER_CAMPAIGN',
    name: 'ViberCampaign',
    inputs: campaignInputs,
    canonical: (input) => canonicalInputOf(campaignSend, input),
    receipt: sentCampaign('earlier'),
  },
  {
    kind: 'VIBER_MESSAGE',
    name: 'ViberMessage',
    inputs: messageInputs,
    canonical: (input) => canonicalInputOf(messageSend, input),
    receipt: viberMessage('earlier'),
  },
  {
    kind: 'FAILOVER_FLOW',
    name: 'FailoverFlow',
    inputs: flowInputs,
    canonical: (input) => canonicalInputOf(flowSend, input),
    receipt: failoverFlow('earlier'),
  },
];

/** What the key is bound to before: nothing, or a send of the same input, of another, or of another kind. */
const boundInputs = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null) },
  fc.record({
    of: fc.constantFrom('SAME', 'SAME', 'OTHER', 'OTHER_KIND'),
    outcome: fc.constantFrom('PENDING', 'ACCEPTED', 'UNKNOWN', 'REFUSED'),
  }),
);
const isConfigured = fc.integer({ min: 0, max: 9 }).map((number) => number > 0);
type BoundBefore = { readonly of: string; readonly outcome: string } | null;

/** Binds the key of an input. @returns what ends a send that was left pending */
async function bind(
  { ledger }: Graph,
  { kind, name, canonical, receipt }: KindUnderTest,
  input: Record<string, unknown>,
  before: BoundBefore,
): Promise<() => Promise<void>> {
  if (before === null) return () => Promise.resolve();
  const coerced = coerceInputValue(input, schema.getType(`Send${name}Input`) as GraphQLInputType) as KeyedInput;
  const other = KINDS.find((one) => one.kind !== kind)!;
  const result = await ledger.bind({
    key: coerced.idempotencyKey,
    kind: before.of === 'OTHER_KIND' ? other.kind : kind,
    input: before.of === 'SAME' ? canonical(coerced as never) : canonicalInput(before.of, { other: true }),
    scheduledAt: null,
  });
  if (!result.isNew) throw new Error('bound before');
  const { id } = result.send;
  const accept = async (): Promise<void> => void (await ledger.accept(id, { vendorId: 'earlier', receipt }));
  if (before.outcome === 'ACCEPTED') await accept();
  if (before.outcome === 'UNKNOWN') await ledger.lose(id);
  if (before.outcome === 'REFUSED') await ledger.release(id);
  return before.outcome === 'PENDING' ? accept : () => Promise.resolve();
}

interface Shown {
  readonly isSendable: boolean;
  readonly keyState: string | null;
  readonly violations: readonly { readonly code: string; readonly inputPath: readonly string[] }[];
}

describe.each(KINDS)('a preview of $name', (subject) => {
  const { name, inputs } = subject;
  const sending = `mutation ($input: Send${name}Input!) { send${name}(input: $input) { replayed } }`;
  const previewing = `query ($input: Send${name}Input!) {
    preview${name}(input: $input) { isSendable keyState violations { code inputPath } }
  }`;

  test('is sendable exactly when the send is not refused here, and names the same rules', async () => {
    await fc.assert(
      fc.asyncProperty(inputs, boundInputs, isConfigured, async (input, before, configured) => {
        const fake = await graph(configured ? {} : { without: ['ROUTEE'] });
        const end = await bind(fake, subject, input, before);
        const { data, calls } = await fake.ask(previewing, { input }, { compiledToo: false });
        const shown = (data as Record<string, Shown>)[`preview${name}`]!;
        expect(calls).toEqual([]);

        const sent = fake.ask(sending, { input });
        await end();
        const { errors } = await sent;
        expect(shown.isSendable).toBe(errors.length === 0);
        const refused = errors[0]?.violations;
        // A key of another input is reported by keyState: it is no rule of the input.
        if (refused && errors[0]?.code !== 'IDEMPOTENCY_KEY_REUSED')
          expect(shown.violations.map((one) => `${one.code} ${one.inputPath.join('.')}`)).toEqual(refused);
        if (shown.isSendable) expect(shown.violations).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
