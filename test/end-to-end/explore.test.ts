import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import { partId, sandboxIds } from '../support/sandbox.js';
import { type SandboxedService, startSandboxedService } from '../support/running-service.js';

let service: SandboxedService;
beforeAll(async () => {
  service = await startSandboxedService();
});
afterAll(() => service.stop());

interface PageOf<Node> {
  readonly nodes: readonly Node[];
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly totalCount: number;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}
type Messages = PageOf<{ readonly trackingId: string }>;

const MESSAGES = `query Messages($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
  campaign(trackingId: $id) {
    messages(first: $first, after: $after, last: $last, before: $before) {
      edges { cursor node { trackingId } }
      nodes { trackingId }
      totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
}`;

async function readMessages(variables: Record<string, unknown>): Promise<{ page: Messages; calls: number }> {
  const reply = await service.query<{ campaign: { messages: Messages } }>(MESSAGES, {
    id: sandboxIds.campaign237,
    ...variables,
  });
  expect(reply.errors).toEqual([]);
  return { page: reply.data!.campaign.messages, calls: reply.upstream!.calls };
}

const allIds = Array.from({ length: 237 }, (_, index) => partId(sandboxIds.campaign237, index + 1));

describe('a campaign of 237 messages', () => {
  it('is read forward to its end, one call a page', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    for (let isFirst = true; ; isFirst = false) {
      const { page, calls } = await readMessages({ first: 50, after });
      expect(calls).toBe(1);
      expect(page.totalCount).toBe(237);
      expect(page.pageInfo.hasPreviousPage).toBe(!isFirst);
      expect(page.pageInfo.startCursor).toBe(page.edges[0]?.cursor);
      seen.push(...page.nodes.map(({ trackingId }) => trackingId));
      expect(page.pageInfo.hasNextPage).toBe(seen.length < 237);
      after = page.pageInfo.endCursor;
      if (!page.pageInfo.hasNextPage) break;
    }
    expect(seen).toEqual(allIds);
  });

  it('is read backward to its start, in the same order', async () => {
    const seen: string[] = [];
    let before: string | null = null;
    do {
      const { page, calls } = await readMessages({ last: 50, before });
      expect(calls).toBeLessThanOrEqual(before === null ? 3 : 1);
      expect(page.pageInfo.hasNextPage).toBe(before !== null);
      seen.unshift(...page.nodes.map(({ trackingId }) => trackingId));
      before = page.pageInfo.hasPreviousPage ? page.pageInfo.startCursor : null;
    } while (before !== null);
    expect(seen).toEqual(allIds);
  });

  it('lets the size change from page to page', async () => {
    const { page: first } = await readMessages({ first: 7 });
    const { page: second, calls } = await readMessages({ first: 33, after: first.pageInfo.endCursor });
    expect(second.nodes.map(({ trackingId }) => trackingId)).toEqual(allIds.slice(7, 40));
    expect(calls).toBe(1);
  });

  it('serves 100 rows from any start with at most two calls', async () => {
    const { page } = await readMessages({ first: 13 });
    const { page: wide, calls } = await readMessages({ first: 100, after: page.pageInfo.endCursor });
    expect(wide.nodes).toHaveLength(100);
    expect(calls).toBeLessThanOrEqual(2);
  });

  it('has its total and its flags with one call of size 1', async () => {
    service.sandbox.clearCalls();
    const document = `query ($id: ID!) {
      campaign(trackingId: $id) { messages(first: 50) { totalCount pageInfo { hasNextPage hasPreviousPage endCursor } } }
    }`;
    const { data } = await service.query(document, { id: sandboxIds.campaign237 });
    expect(data).toMatchObject({ campaign: { messages: { totalCount: 237, pageInfo: { hasNextPage: true } } } });
    expect(service.sandbox.calls().map(({ path }) => path)).toEqual([expect.stringContaining('size=1')]);
  });

  it('asks for an order in the words of the vendor', async () => {
    service.sandbox.clearCalls();
    const document = `query ($id: ID!) {
      campaign(trackingId: $id) { messages(first: 5, orderBy: { field: TO, direction: DESC }) { nodes { to } } }
    }`;
    const data = await service.read<{ campaign: { messages: { nodes: { to: string }[] } } }>(document, {
      id: sandboxIds.campaign12,
    });
    const numbers = data.campaign.messages.nodes.map(({ to }) => to);
    expect(numbers).toEqual([...numbers].sort().toReversed());
    expect(service.sandbox.calls().at(-1)?.path).toContain('sort=to,desc');
  });
});

describe('two windows of one campaign in one operation', () => {
  it('share what they can', async () => {
    const document = `query ($id: ID!) {
      campaign(trackingId: $id) {
        name
        top: messages(first: 10) { nodes { trackingId } }
        more: messages(first: 40) { nodes { trackingId } totalCount }
      }
    }`;
    const { data, upstream } = await service.query(document, { id: sandboxIds.campaign237 });
    expect(data).toMatchObject({ campaign: { name: expect.any(String), more: { totalCount: 237 } } });
    expect(upstream?.calls).toBe(1);
  });
});

describe('messages and their reports', () => {
  it('are not fetched again once they came with a page', async () => {
    const document = `query ($id: ID!, $message: ID!) {
      campaign(trackingId: $id) { messages(first: 12) { nodes { trackingId } } }
      viberMessage(trackingId: $message) { trackingId status { state isFinal isSettled } }
    }`;
    const { data, errors } = await service.query(document, {
      id: sandboxIds.campaign12,
      message: sandboxIds.messageSeen,
    });
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ viberMessage: { status: { state: 'SEEN', isFinal: true, isSettled: true } } });
  });

  it('cost one call each, and only once each', async () => {
    const document = `query ($id: ID!) {
      campaign(trackingId: $id) {
        messages(first: 12) { nodes { trackingId a: deliveryReport { messageId } b: deliveryReport { status { state } } } }
      }
    }`;
    const { errors, upstream } = await service.query(document, { id: sandboxIds.campaign12 });
    expect(errors).toEqual([]);
    expect(upstream?.calls).toBe(13);
  });

  it.each([
    ['messageSeen', 'SEEN', true, true],
    ['messageDelivered', 'DELIVERED', false, true],
    ['messageUndelivered', 'UNDELIVERED', true, true],
    ['messageExpired', 'EXPIRED', true, true],
    ['messageQueued', 'QUEUED', false, false],
    ['messageFailed', 'FAILED', true, true],
    ['messageSent', 'SENT', false, false],
    ['messageUnsent', 'UNSENT', true, true],
    ['messageExpiredAfterDelivery', 'EXPIRED', true, true],
  ] as const)('%s is %s', async (name, state, isFinal, isSettled) => {
    const document = `query ($id: ID!) { viberMessage(trackingId: $id) { groups campaign { id } status { state isFinal isSettled } } }`;
    expect(await service.read(document, { id: sandboxIds[name] })).toMatchObject({
      viberMessage: { groups: null, campaign: null, status: { state, isFinal, isSettled } },
    });
  });
});

describe('failover flows', () => {
  const FLOW = `query Flow($id: ID!) {
    failoverFlow(trackingId: $id) {
      status vendorStatus isFinal failureReason terminationChannel createdAt updatedAt
      steps {
        __typename order channel status { state isFinal } failoverOn failoverOnStates to country price createdAt
        ... on SmsStep { messageId smsId text part parts }
        ... on ViberStep { trackingId content { kind } message { trackingId status { state } deliveryReport { messageId } } }
        ... on VoiceStep { messageId durationSeconds answeredBy }
        ... on OtherStep { vendorType }
      }
    }
  }`;

  it.each([
    ['flowViberThenSms', 'SUCCEEDED', null, ['ViberStep', 'SmsStep']],
    ['flowViber', 'SUCCEEDED', null, ['ViberStep']],
    ['flowMultipartSms', 'SUCCEEDED', null, ['ViberStep', 'SmsStep', 'SmsStep', 'SmsStep']],
    ['flowVoice', 'SUCCEEDED', null, ['ViberStep', 'SmsStep', 'VoiceStep']],
    ['flowQueued', 'QUEUED', null, ['ViberStep']],
    ['flowInProgress', 'IN_PROGRESS', null, ['ViberStep', 'SmsStep']],
    ['flowFailedServerError', 'FAILED', 'SERVER_ERROR', ['ViberStep']],
    ['flowFailedBalance', 'FAILED', 'INSUFFICIENT_BALANCE', ['ViberStep']],
    ['flowFailedNoNextStep', 'FAILED', 'NO_NEXT_STEP', ['ViberStep', 'SmsStep']],
    ['flowFailedNotTriggered', 'FAILED', 'NOT_TRIGGERED', ['ViberStep']],
    ['flowUnknownStep', 'SUCCEEDED', null, ['OtherStep', 'SmsStep']],
    ['flowVoiceThenSms', 'SUCCEEDED', null, ['VoiceStep', 'SmsStep']],
  ] as const)('%s is %s', async (name, status, failureReason, kinds) => {
    const data = await service.read<{ failoverFlow: { steps: { __typename: string; order: number }[] } }>(FLOW, {
      id: sandboxIds[name],
    });
    expect(data.failoverFlow).toMatchObject({ status, failureReason });
    const { steps } = data.failoverFlow;
    expect(steps.map(({ __typename }) => __typename)).toEqual(kinds);
    const orders = steps.map(({ order }) => order);
    expect(orders).toEqual([...orders].sort((a, b) => a - b));
  });

  it('lead to the message behind a Viber step, and a step of a new kind keeps its name', async () => {
    expect(await service.read(FLOW, { id: sandboxIds.flowViberThenSms })).toMatchObject({
      failoverFlow: {
        steps: [
          {
            channel: 'VIBER',
            failoverOnStates: ['EXPIRED', 'FAILED', 'UNDELIVERED'],
            message: { trackingId: partId(sandboxIds.flowViberThenSms, 1), status: { state: 'EXPIRED' } },
          },
          { channel: 'SMS', text: expect.any(String) },
        ],
      },
    });
    expect(await service.read(FLOW, { id: sandboxIds.flowUnknownStep })).toMatchObject({
      failoverFlow: { steps: [{ channel: 'UNKNOWN', vendorType: 'Rcs' }, {}] },
    });
  });
});

describe('the search of failover flows', () => {
  const SEARCH = `query Search($filter: FailoverFlowFilter, $first: Int, $after: String, $last: Int, $before: String) {
    failoverFlows(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      nodes { trackingId status terminationChannel createdAt steps { channel to } }
    }
  }`;
  interface Flow {
    readonly trackingId: string;
    readonly status: string;
    readonly terminationChannel: string | null;
    readonly createdAt: string;
    readonly steps: readonly { readonly channel: string; readonly to: string }[];
  }
  const search = async (variables: Record<string, unknown>) =>
    (await service.read<{ failoverFlows: PageOf<Flow> }>(SEARCH, variables)).failoverFlows;

  it('goes through all flows in pages, each flow once', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await search({ first: 20, after });
      seen.push(...page.nodes.map(({ trackingId }) => trackingId));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen.length).toBeGreaterThanOrEqual(48);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('holds to every filter that is given', async () => {
    const failed = await search({ filter: { status: 'FAILED' } });
    expect(failed.totalCount).toBeGreaterThan(0);
    expect(new Set(failed.nodes.map(({ status }) => status))).toEqual(new Set(['FAILED']));

    const voice = await search({ filter: { channel: 'VOICE', status: 'SUCCEEDED' }, first: 100 });
    expect(voice.nodes.length).toBeGreaterThan(0);
    for (const { steps, status } of voice.nodes) {
      expect(status).toBe('SUCCEEDED');
      expect(steps.map(({ channel }) => channel)).toContain('VOICE');
    }

    const recipient = voice.nodes[0]!.steps[0]!.to;
    const one = await search({ filter: { recipient } });
    expect(one.nodes.length).toBeGreaterThan(0);
    for (const { steps } of one.nodes) expect(steps.map(({ to }) => to)).toContain(recipient);

    const bySms = await search({ filter: { terminationChannel: 'SMS' } });
    expect(new Set(bySms.nodes.map(({ terminationChannel }) => terminationChannel))).toEqual(new Set(['SMS']));
  });

  it('holds to a span of time', async () => {
    const { nodes } = await search({ first: 30 });
    const [until, from] = [nodes[10]!, nodes[19]!].map(({ createdAt }) => createdAt);
    const page = await search({ filter: { createdFrom: from, createdUntil: until }, first: 100 });
    expect(page.nodes).toEqual(nodes.slice(10, 20));
    expect(page.totalCount).toBe(10);
  });

  it('asks again for the time of the first page, so that later flows shift nothing', async () => {
    service.sandbox.clearCalls();
    const page = await search({ first: 10 });
    await search({ first: 10, after: page.pageInfo.endCursor });
    const times = service.sandbox.calls().map(({ path }) => new URLSearchParams(path.split('?')[1]).get('dateEnd'));
    expect(times).toHaveLength(2);
    expect(times[1]).toBe(times[0]);
  });
});

describe('delivery reports', () => {
  it('are the same by either id, the simple form and the detailed one', async () => {
    const document = `query ($extraId: String!, $messageId: ID!) {
      simple: deliveryReport(by: { extraId: $extraId }) { id messageId extraId phoneNumber reportedAt status { state } deliveredVia lastChannel codes { status substatus hyberStatus } }
      detailed: deliveryReport(by: { messageId: $messageId }) { id messageId extraId phoneNumber reportedAt status { state } deliveredVia lastChannel codes { status substatus hyberStatus } started processing attempts { channel status { state } } plan { channel ttlSeconds } }
    }`;
    type Report = Record<string, unknown>;
    const data = await service.read<{ simple: Report; detailed: Report }>(document, {
      extraId: 'report-viber-then-sms',
      messageId: 'gms-report-viber-then-sms',
    });
    const { started, processing, attempts, plan, ...shared } = data.detailed;
    expect(shared).toEqual(data.simple);
    expect({ started, processing }).toEqual({ started: true, processing: false });
    expect(attempts).toMatchObject([
      { channel: 'VIBER', status: { state: 'EXPIRED' } },
      { channel: 'SMS', status: { state: 'DELIVERED' } },
    ]);
    expect(plan).toEqual([
      { channel: 'VIBER', ttlSeconds: 60 },
      { channel: 'SMS', ttlSeconds: 300 },
    ]);
  });

  it('cost one call, the detailed form alone where anything of it is selected', async () => {
    service.sandbox.clearCalls();
    await service.read(`{ deliveryReport(by: { extraId: "report-sms" }) { status { state } } }`);
    await service.read(`{ deliveryReport(by: { extraId: "report-sms" }) { status { state } plan { channel } } }`);
    const routes = service.sandbox.calls().map(({ route }) => route);
    expect(routes).toHaveLength(2);
    expect(routes[0]).not.toBe(routes[1]);
  });

  it.each([
    ['report-sms', 'DELIVERED', 'SMS', true],
    ['report-viber', 'DELIVERED', 'VIBER', false],
    ['report-expired', 'EXPIRED', null, true],
    ['report-pending', 'IN_PROGRESS', null, false],
    ['report-empty', 'IN_PROGRESS', null, false],
    ['report-waiting', 'IN_PROGRESS', null, false],
    ['report-whatsapp', 'DELIVERED', 'WHATSAPP', false],
    ['report-push', 'DELIVERED', 'PUSH', true],
    ['report-unknown-channel', 'DELIVERED', 'UNKNOWN', null],
    ['order 7/1 é', 'DELIVERED', 'SMS', true],
  ] as const)('%s is %s', async (extraId, state, deliveredVia, isFinal) => {
    const document = `query ($by: DeliveryReportBy!) {
      deliveryReport(by: $by) { extraId messageId phoneNumber deliveredVia status { state isFinal } started }
    }`;
    const data = await service.read<{ deliveryReport: { status: { isFinal: boolean } } }>(document, {
      by: { extraId },
    });
    expect(data.deliveryReport).toMatchObject({
      extraId,
      messageId: `gms-${extraId}`,
      phoneNumber: '+306900000042',
      deliveredVia,
      status: { state },
    });
    if (isFinal !== null) expect(data.deliveryReport.status.isFinal).toBe(isFinal);
  });

  it('are null without an error where a list or an edge has none', async () => {
    const document = `query ($by: [DeliveryReportBy!]!) { deliveryReports(by: $by) { extraId } }`;
    const { data, errors } = await service.query(document, {
      by: [{ extraId: 'report-sms' }, { extraId: 'no such report' }, { extraId: 'report-sms' }],
    });
    expect(errors).toEqual([]);
    expect(data).toEqual({ deliveryReports: [{ extraId: 'report-sms' }, null, { extraId: 'report-sms' }] });
  });
});

describe('the account of vendor calls', () => {
  const document = `query ($id: ID!) {
    viberMessage(trackingId: $id) { to } deliveryReport(by: { extraId: "report-sms" }) { status { state } }
  }`;
  const variables = { id: sandboxIds.messageSeen };

  it('names templates and no ids', async () => {
    const { text, upstream } = await service.query(document, variables);
    expect(upstream).toEqual({
      calls: 2,
      coalesced: 0,
      cacheHits: 0,
      retries: 0,
      requests: expect.arrayContaining([
        {
          vendor: 'ROUTEE',
          method: 'GET',
          route: '/viber/tracking/{trackingId}',
          status: 200,
          milliseconds: expect.any(Number),
        },
        expect.objectContaining({ vendor: 'GMS', route: '/{client_id}/api/dr/external/{extra_id}/simple' }),
      ]),
    });
    expect(text.slice(text.indexOf('"extensions"'))).not.toContain(sandboxIds.messageSeen);
  });

  it('answers what was remembered, unless the caller wants it fresh', async () => {
    const remembering = await startSandboxedService({ CACHE: 'on' });
    try {
      await remembering.query(document, variables);
      const remembered = await remembering.query(document, variables, { 'cache-control': 'max-age=60' });
      expect(remembered.upstream).toMatchObject({ calls: 0, cacheHits: 2 });
      const fresh = await remembering.query(document, variables);
      expect(fresh.upstream).toMatchObject({ calls: 2, cacheHits: 0 });
    } finally {
      await remembering.stop();
    }
  });

  it('is given to nobody who did not ask for it', async () => {
    const { upstream } = await service.query(document, variables, { 'x-upstream-report': '0' });
    expect(upstream).toBeNull();
  });
});

describe('an opaque id', () => {
  const THINGS = `query ($campaign: ID!, $message: ID!, $flow: ID!) {
    campaign(trackingId: $campaign) { __typename id }
    viberMessage(trackingId: $message) { __typename id }
    failoverFlow(trackingId: $flow) { __typename id }
    byMessageId: deliveryReport(by: { messageId: "gms-report-sms" }) { __typename id }
    byExtraId: deliveryReport(by: { extraId: "report-sms" }) { __typename id }
    withoutAttempts: deliveryReport(by: { extraId: "report-empty" }) { __typename id }
  }`;
  type Thing = { readonly __typename: string; readonly id: string };

  it('leads back to the same thing, one by one and in a list', async () => {
    const things = Object.values(
      await service.read<Record<string, Thing>>(THINGS, {
        campaign: sandboxIds.campaign12,
        message: sandboxIds.messageSeen,
        flow: sandboxIds.flowViberThenSms,
      }),
    );
    expect(things).toHaveLength(6);
    for (const { id, __typename } of things) {
      const data = await service.read(`query ($id: ID!) { node(id: $id) { __typename id } }`, { id });
      expect(data).toEqual({ node: { id, __typename } });
    }
    const ids = things.map(({ id }) => id);
    const data = await service.read(`query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }`, { ids });
    expect(data).toEqual({ nodes: things });
    expect(new Set(things.slice(3, 5).map(({ id }) => id)).size).toBe(1);
  });

  it('that is damaged, or of nothing, is null without an error and without a call', async () => {
    const { id } = (
      await service.read<{ viberMessage: Thing }>(
        `query ($id: ID!) { viberMessage(trackingId: $id) { __typename id } }`,
        { id: sandboxIds.messageSeen },
      )
    ).viberMessage;
    service.sandbox.clearCalls();
    const ids = [`${id}x`, id.slice(1), '', 'hello', Buffer.from('Nothing:x:y').toString('base64url')];
    const { data, errors } = await service.query(`query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`, { ids });
    expect(errors).toEqual([]);
    expect(data).toEqual({ nodes: ids.map(() => null) });
    expect(service.sandbox.calls()).toEqual([]);
  });
});
