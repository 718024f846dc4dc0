import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isObjectType } from 'graphql';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { sandboxIds } from '../support/sandbox.js';
import { type RunningService, startRunningService } from '../support/running-service.js';

let service: RunningService;
beforeAll(async () => {
  service = await startRunningService();
  await service.read(`mutation {
    sendViberCampaign(input: {
      idempotencyKey: "key", senderId: "${sandboxIds.sender}",
      recipients: { phoneNumbers: ["+306912345678"] }, content: { text: "Hello" }
    }) { replayed }
  }`);
});
afterAll(() => service.stop());

/** One thing of every Node type, by the field that users look it up by, and its own identity. */
const LOOKUPS: Readonly<Record<string, { lookup: string; identity: string }>> = {
  Campaign: { lookup: `campaign(trackingId: "${sandboxIds.campaign12}")`, identity: 'trackingId' },
  ViberMessage: { lookup: `viberMessage(trackingId: "${sandboxIds.messageSeen}")`, identity: 'trackingId' },
  FailoverFlow: { lookup: `failoverFlow(trackingId: "${sandboxIds.flowVoice}")`, identity: 'trackingId' },
  Send: { lookup: 'send(by: { idempotencyKey: "key" })', identity: 'createdAt' },
  DeliveryReport: { lookup: 'deliveryReport(by: { extraId: "report-viber" })', identity: 'messageId extraId' },
};

test('every Node type is looked up here', () => {
  const { objects } = buildGraphSchema().getImplementations(buildGraphSchema().getType('Node') as never);
  expect(
    objects
      .filter(isObjectType)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(Object.keys(LOOKUPS).sort());
});

test.each(Object.entries(LOOKUPS))(
  'the id of a %s leads back to it through node and nodes',
  async (type, { lookup, identity }) => {
    const { thing } = await service.read<{ thing: { id: string } }>(
      `{ thing: ${lookup} { __typename id ${identity} } }`,
    );
    expect(thing).toMatchObject({ __typename: type });
    const found = await service.read<{ node: unknown; nodes: unknown[] }>(
      `query ($id: ID!) {
      node(id: $id) { __typename id ... on ${type} { ${identity} } }
      nodes(ids: [$id, $id]) { __typename id ... on ${type} { ${identity} } }
    }`,
      { id: thing.id },
    );
    expect(found).toEqual({ node: thing, nodes: [thing, thing] });
  },
);

test('the id of a message is the same from its campaign, its flow and its own lookup', async () => {
  const { campaign, viberMessage } = await service.read<{
    campaign: { messages: { nodes: { id: string; trackingId: string }[] } };
    viberMessage: { id: string };
  }>(
    `query ($campaign: ID!, $message: ID!) {
      campaign(trackingId: $campaign) { messages(first: 12) { nodes { id trackingId } } }
      viberMessage(trackingId: $message) { id }
    }`,
    { campaign: sandboxIds.campaign12, message: sandboxIds.messageSeen },
  );
  const paged = campaign.messages.nodes.find(({ trackingId }) => trackingId === sandboxIds.messageSeen);
  expect(paged?.id).toBe(viberMessage.id);
});
