import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import { errorCatalogue, type MessagingErrorCode } from '../../src/errors/catalogue.js';
import { magicValues } from '../support/sandbox.js';
import { sandboxIds } from '../support/sandbox.js';
import { type AnswerError, type SandboxedService, startSandboxedService } from '../support/running-service.js';
import { requireDiscreet } from '../support/discretion.js';
import { fakeClock } from '../support/fake-clock.js';
import { until } from '../support/wait.js';

const TIMEOUT_MS = 10_000;
const HOUR_MS = 3_600_000;

// It stands still but where a test advances it: what is answered is answered without waiting for a deadline.
const clock = fakeClock();
const instantly = { clock, random: () => 0 };

let service: SandboxedService;
beforeAll(async () => {
  service = await startSandboxedService({ UPSTREAM_TIMEOUT_MS: String(TIMEOUT_MS) }, {}, instantly);
});
// A vendor that said how long to wait, or that closed its circuit, is asked again by the next test.
afterEach(() => clock.advance(HOUR_MS));
afterAll(() => service.stop());

/** Lets the deadline of a read pass once the vendor has been asked for `silent`, and all else is answered. */
async function passDeadline({ sandbox }: SandboxedService, silent: string): Promise<void> {
  const reads = () => sandbox.calls().filter(({ route }) => route !== '/oauth/token');
  await until(() => reads().some(({ path }) => path.includes(silent)));
  await until(() => reads().length >= 4 && reads().filter(({ status }) => status === null).length === 1);
  await until(() => clock.timers() === 1);
  clock.advance(TIMEOUT_MS);
}

/** What callers get besides the code; members that are not named must not be there. */
interface ErrorDetails {
  readonly code: MessagingErrorCode;
  readonly vendorStatus?: number;
  readonly vendorCode?: string;
  readonly category?: string;
  readonly retryable?: boolean;
  readonly retryAfterSeconds?: number;
}
const PLACES = ['message', 'campaign', 'flow', 'report'] as const;
type Place = (typeof PLACES)[number];
const isPlace = (place: string): place is Place => PLACES.some((one) => one === place);

const everywhere: Readonly<Record<string, ErrorDetails | readonly ErrorDetails[]>> = {
  'magic-never': { code: 'UPSTREAM_TIMEOUT' },
  'magic-401': { code: 'UPSTREAM_UNAUTHENTICATED', vendorStatus: 401 },
  'magic-403': { code: 'UPSTREAM_FORBIDDEN', vendorStatus: 403 },
  'magic-429': { code: 'UPSTREAM_RATE_LIMITED', vendorStatus: 429, retryAfterSeconds: 2 },
  'magic-429-long': { code: 'UPSTREAM_RATE_LIMITED', vendorStatus: 429, retryAfterSeconds: 120 },
  'magic-429-bare': { code: 'UPSTREAM_RATE_LIMITED', vendorStatus: 429 },
  'magic-429-first': { code: 'UPSTREAM_RATE_LIMITED', vendorStatus: 429 },
  'magic-500': { code: 'UPSTREAM_UNAVAILABLE', vendorStatus: 500 },
  'magic-502': { code: 'UPSTREAM_UNAVAILABLE', vendorStatus: 502 },
  'magic-503': { code: 'UPSTREAM_UNAVAILABLE', vendorStatus: 503, retryAfterSeconds: 1 },
  'magic-reset': { code: 'UPSTREAM_UNAVAILABLE' },
  'magic-empty': { code: 'UPSTREAM_BAD_RESPONSE', vendorStatus: 200 },
  'magic-truncated': { code: 'UPSTREAM_BAD_RESPONSE', vendorStatus: 200 },
  'magic-cut': [{ code: 'UPSTREAM_UNAVAILABLE' }, { code: 'UPSTREAM_BAD_RESPONSE' }],
  'magic-not-json': { code: 'UPSTREAM_BAD_RESPONSE', vendorStatus: 200 },
  'magic-html': { code: 'UPSTREAM_BAD_RESPONSE', vendorStatus: 200 },
  'magic-wrong-shape': { code: 'UPSTREAM_BAD_RESPONSE', vendorStatus: 200 },
  'magic-null': { code: 'UPSTREAM_BAD_RESPONSE', vendorStatus: 200 },
  'magic-too-large': { code: 'UPSTREAM_BAD_RESPONSE' },
};

/** Per place where places differ. A NOT_FOUND says nothing of a vendor: absence is an answer. */
const somewhere: Readonly<Record<string, Partial<Record<Place, ErrorDetails | readonly ErrorDetails[]>>>> = {
  'magic-404': {
    message: { code: 'VIBER_MESSAGE_NOT_FOUND' },
    campaign: { code: 'CAMPAIGN_NOT_FOUND' },
    flow: { code: 'FAILOVER_FLOW_NOT_FOUND' },
    report: { code: 'DELIVERY_REPORT_NOT_FOUND' },
  },
  'magic-404-empty': {
    message: { code: 'VIBER_MESSAGE_NOT_FOUND' },
    campaign: { code: 'CAMPAIGN_NOT_FOUND' },
    flow: { code: 'FAILOVER_FLOW_NOT_FOUND' },
    report: { code: 'DELIVERY_REPORT_NOT_FOUND' },
  },
  'magic-unknown-code': {
    message: { code: 'UPSTREAM_REJECTED', vendorStatus: 400, vendorCode: '400123456' },
    campaign: { code: 'UPSTREAM_REJECTED', vendorStatus: 400, vendorCode: '400123456' },
    flow: { code: 'UPSTREAM_REJECTED', vendorStatus: 400, vendorCode: '400123456' },
    report: { code: 'UPSTREAM_REJECTED', vendorStatus: 400, vendorCode: '99999' },
  },
  'magic-36024': { report: { code: 'INVALID_RECIPIENT', vendorStatus: 400, vendorCode: '36024' } },
  'magic-36024-under-200': { report: { code: 'INVALID_RECIPIENT', vendorStatus: 200, vendorCode: '36024' } },
  'magic-empty-array': { message: [{ code: 'VIBER_MESSAGE_NOT_FOUND' }, { code: 'UPSTREAM_BAD_RESPONSE' }] },
  'magic-no-id': {
    message: { code: 'UPSTREAM_BAD_RESPONSE', vendorStatus: 200 },
    flow: { code: 'UPSTREAM_BAD_RESPONSE', vendorStatus: 200 },
  },
  'magic-other-page': { campaign: { code: 'UPSTREAM_BAD_RESPONSE', vendorStatus: 200 } },
  'magic-few-rows': { campaign: { code: 'UPSTREAM_BAD_RESPONSE', vendorStatus: 200, retryable: true } },
};

/** Those that fail only a part of what they are asked for; they have tests of their own below. */
const partial = ['magic-later-pages', 'magic-row-without-id'];

const rows = magicValues
  .filter(({ code }) => code !== null)
  .flatMap(({ value, places }) =>
    places
      .filter(isPlace)
      .filter(() => !partial.includes(value))
      .map((place) => [value, place] as const),
  );

const reportedBy = (value: string, place: Place): readonly ErrorDetails[] => {
  const reported = everywhere[value] ?? somewhere[value]?.[place];
  if (reported === undefined) throw new Error(`say what ${value} as a ${place} is answered`);
  return Array.isArray(reported) ? (reported as readonly ErrorDetails[]) : [reported as ErrorDetails];
};

const FIELDS: Readonly<Record<Place, string>> = {
  message: 'broken: viberMessage(trackingId: $id) { id status { state } }',
  campaign: 'broken: campaign(trackingId: $id) { id name messages(first: 5) { nodes { trackingId } totalCount } }',
  flow: 'broken: failoverFlow(trackingId: $id) { id status }',
  report: 'broken: deliveryReport(by: { extraId: $text }) { id status { state } }',
};

const WELL = `well: viberMessage(trackingId: $message) { status { state } }
  alsoWell: deliveryReport(by: { extraId: "report-sms" }) { status { state } }
  flow: failoverFlow(trackingId: $flow) { status }`;

/** The broken read of one place beside reads that go well. */
const operationOf = (place: Place): string =>
  place === 'report'
    ? `query Broken($text: String!, $message: ID!, $flow: ID!) { ${FIELDS.report} ${WELL} }`
    : `query Broken($id: ID!, $message: ID!, $flow: ID!) { ${FIELDS[place]} ${WELL} }`;

const variablesOf = (place: Place, value: string) => ({
  ...(place === 'report' ? { text: value } : { id: value }),
  message: sandboxIds.messageSeen,
  flow: sandboxIds.flowViber,
});

function requireReported(
  error: AnswerError | undefined,
  expected: readonly ErrorDetails[],
  vendor: 'ROUTEE' | 'GMS',
): void {
  const { code, category, retryable, requestId, ...rest } = error!.extensions;
  const reported = expected.find((one) => one.code === code) ?? expected[0]!;
  expect(code).toBe(reported.code);
  const entry: { category: string; retryable?: boolean } = errorCatalogue[reported.code];
  expect(category).toBe(reported.category ?? entry.category);
  expect(retryable).toBe(reported.retryable ?? entry.retryable ?? false);
  expect(requestId).toEqual(expect.any(String));
  const { code: _, category: __, retryable: ___, ...details } = reported;
  if (expected.length > 1) return;
  expect(rest).toMatchObject(reported.code.endsWith('_NOT_FOUND') ? {} : { vendor, ...details });
}

describe('a read that fails', () => {
  it.each(rows)('%s as a %s has its code at its path, and all else arrives', async (value, place) => {
    service.sandbox.clearCalls();
    const answer = service.query(operationOf(place), variablesOf(place, value));
    if (value === 'magic-never') await passDeadline(service, value);
    const { status, data, errors, text } = await answer;
    expect(status).toBe(200);
    expect(data).toEqual({
      broken: null,
      well: { status: { state: 'SEEN' } },
      alsoWell: { status: { state: 'DELIVERED' } },
      flow: { status: 'SUCCEEDED' },
    });
    expect(errors).toHaveLength(1);
    expect(errors[0]!.path).toEqual(['broken']);
    requireReported(errors[0], reportedBy(value, place), place === 'report' ? 'GMS' : 'ROUTEE');
    requireDiscreet(text.slice(0, text.indexOf('"data"')), [value]);
  });
});

describe('a read that goes well in spite of its vendor', () => {
  const odd = magicValues
    .filter(({ code, value }) => code === null && value !== 'magic-slow-3000')
    .flatMap(({ value, places }) => places.filter(isPlace).map((place) => [value, place] as const));

  it.each(odd)('%s as a %s', async (value, place) => {
    const { data, errors } = await service.query(operationOf(place), variablesOf(place, value));
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ broken: { id: expect.any(String) } });
  });

  it('gives up on one that is slower than its deadline', async () => {
    service.sandbox.clearCalls();
    const answer = service.query(operationOf('flow'), variablesOf('flow', 'magic-slow-3000'));
    await passDeadline(service, 'magic-slow-3000');
    expect((await answer).errors.map(({ extensions }) => extensions.code)).toEqual(['UPSTREAM_TIMEOUT']);
  });
});

describe('a read that is refused the first time', () => {
  const once = magicValues
    .filter(({ value }) => value === 'magic-429-first')
    .flatMap(({ value, places }) => places.filter(isPlace).map((place) => [value, place] as const));

  it.each(once)('is answered the second time: %s as a %s', async (value, place) => {
    const read = () => service.query(operationOf(place), variablesOf(place, `${value}~again`));
    expect((await read()).errors.map(({ extensions }) => extensions.code)).toEqual(['UPSTREAM_RATE_LIMITED']);
    expect((await read()).errors).toEqual([]);
  });
});

describe('magic ids that are tried in turn', () => {
  const failing = Array.from({ length: 5 }, (_, n) => `magic-500~${n}`);
  const read = async (ids: readonly string[]) => {
    const tried = await startSandboxedService({}, {}, { clock: fakeClock() });
    const codes = [];
    try {
      for (const id of ids) {
        const { errors } = await tried.query('query ($id: ID!) { viberMessage(trackingId: $id) { id } }', { id });
        codes.push(errors[0]?.extensions.code ?? null);
      }
      return codes;
    } finally {
      await tried.stop();
    }
  };
  const sample = sandboxIds.messageDelivered;

  it('open the circuit with the fifth of five failures, as docs/sandbox.md says', async () => {
    expect((await read([...failing, sample])).at(-1)).toBe('UPSTREAM_UNAVAILABLE');
    expect((await read([...failing.slice(1), sample])).at(-1)).toBeNull();
  });

  it('leave it closed where a sample is read between them', async () => {
    const [last, ...first] = failing;
    expect((await read([...first, sandboxIds.messageSeen, last!, sample])).at(-1)).toBeNull();
  });
});

describe('a page that fails in part', () => {
  it('keeps its rows where one has no id, and reports that one at its edge', async () => {
    const document = `query ($id: ID!) {
      campaign(trackingId: $id) { messages(first: 4) { edges { node { trackingId } } nodes { trackingId } totalCount } }
    }`;
    type Data = { campaign: { messages: { edges: unknown[]; nodes: unknown[]; totalCount: number } } };
    const { data, errors } = await service.query<Data>(document, { id: 'magic-row-without-id' });
    const { edges, nodes, totalCount } = data!.campaign.messages;
    expect(edges).toHaveLength(4);
    expect(edges[1]).toBeNull();
    expect(nodes).toHaveLength(3);
    expect(totalCount).toBe(237);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({
      path: ['campaign', 'messages', 'edges', 1],
      extensions: { code: 'UPSTREAM_BAD_RESPONSE' },
    });
  });

  it('reports a later page at its window, and keeps the first', async () => {
    const document = `query ($id: ID!, $after: String) {
      campaign(trackingId: $id) {
        first: messages(first: 10) { nodes { trackingId } pageInfo { endCursor } }
        later: messages(first: 60, after: $after) { nodes { trackingId } }
      }
    }`;
    type Data = { campaign: { first: { nodes: unknown[]; pageInfo: { endCursor: string } }; later: unknown } };
    const first = await service.query<Data>(
      `query ($id: ID!) { campaign(trackingId: $id) { first: messages(first: 100) { pageInfo { endCursor } } } }`,
      { id: 'magic-later-pages' },
    );
    const { data, errors } = await service.query<Data>(document, {
      id: 'magic-later-pages',
      after: first.data!.campaign.first.pageInfo.endCursor,
    });
    expect(data!.campaign.first.nodes).toHaveLength(10);
    expect(data!.campaign.later).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({
      path: ['campaign', 'later'],
      extensions: { code: 'UPSTREAM_UNAVAILABLE', retryable: true },
    });
  });

  it('touches no other item of a list', async () => {
    const by = Array.from({ length: 20 }, (_, index) => ({ extraId: index === 7 ? 'magic-html~7' : 'report-sms' }));
    const document = `query ($by: [DeliveryReportBy!]!) { deliveryReports(by: $by) { extraId } }`;
    const { data, errors } = await service.query<{ deliveryReports: unknown[] }>(document, { by });
    expect(data!.deliveryReports.filter((report) => report !== null)).toHaveLength(19);
    expect(data!.deliveryReports[7]).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors[0]!.path).toEqual(['deliveryReports', 7]);
  });
});

describe('a whole operation', () => {
  it('ends at its own deadline, whatever its reads may take', async () => {
    const settings = { UPSTREAM_TIMEOUT_MS: '60000', OPERATION_TIMEOUT_MS: '10000' };
    const still = fakeClock();
    const impatient = await startSandboxedService(settings, {}, { clock: still });
    try {
      const answer = impatient.query(operationOf('message'), variablesOf('message', 'magic-never'));
      await until(() => impatient.sandbox.calls().filter(({ status }) => status === 200).length === 4);
      // What is left are the deadlines of the silent read and of its operation, and the operation's comes first.
      await until(() => still.timers() === 2);
      still.advance(59_000);
      const { data, errors } = await answer;
      expect(data).toMatchObject({ broken: null, well: { status: { state: 'SEEN' } } });
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UPSTREAM_TIMEOUT']);
    } finally {
      await impatient.stop();
    }
  });
});

describe('an application whose token cannot be had', () => {
  const tokens = magicValues.filter(({ places }) => places.includes('application'));

  it.each(tokens.map(({ value, code }) => [value, code] as const))('%s ends in %s', async (value, code) => {
    const still = fakeClock();
    const unlucky = await startSandboxedService(
      { ROUTEE_APPLICATION_ID: value, UPSTREAM_TIMEOUT_MS: String(TIMEOUT_MS) },
      {},
      { clock: still },
    );
    try {
      const answer = unlucky.query(operationOf('message'), variablesOf('message', sandboxIds.messageSeen));
      if (value === 'magic-token-never') {
        await until(() => unlucky.sandbox.calls().some(({ status }) => status === 200));
        await until(() => unlucky.sandbox.calls().some(({ route }) => route === '/oauth/token'));
        // What is left are the deadlines of the token and of the two reads that wait for it.
        await until(() => still.timers() === 3);
        still.advance(TIMEOUT_MS);
      }
      const { status, data, errors } = await answer;
      expect(status).toBe(200);
      expect(data).toMatchObject({ alsoWell: { status: { state: 'DELIVERED' } } });
      const codes = errors.map(({ extensions }) => extensions.code);
      expect(codes).toEqual(code === null ? [] : [code, code, code]);
      expect(unlucky.sandbox.calls().filter(({ route }) => route === '/oauth/token')).toHaveLength(1);
    } finally {
      await unlucky.stop();
    }
  });
});

describe('vendors that are gone', () => {
  it('are UPSTREAM_UNAVAILABLE', async () => {
    const alone = await startSandboxedService();
    try {
      await alone.read(`query ($id: ID!) { viberMessage(trackingId: $id) { to } }`, { id: sandboxIds.messageSeen });
      await alone.sandbox.close();
      const { status, data, errors } = await alone.query(
        `query ($id: ID!) { viberMessage(trackingId: $id) { to } deliveryReport(by: { extraId: "report-sms" }) { id } }`,
        { id: sandboxIds.messageSent },
      );
      expect(status).toBe(200);
      expect(data).toEqual({ viberMessage: null, deliveryReport: null });
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE']);
    } finally {
      await alone.stop();
    }
  });
});

describe('the log of all this', () => {
  it('holds no address, id, number, token or text of a vendor', () => {
    expect(service.log()).toContain('"event":"operation"');
    requireDiscreet(
      service.log(),
      rows.map(([value]) => value),
    );
  });
});
