import { afterEach, describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { MessagingError } from '../../src/errors/error.js';
import { createTenant, type Caller, createCaller } from '../../src/server/auth/caller.js';
import { refuse } from '../../src/server/answer/request-error.js';
import { incoming, isStream, openPipeline, type Pipeline, type PipelineOptions, StreamReader } from './streams.js';
import { until } from '../support/wait.js';

/** What a test feeds into a subscription. */
class Feed implements AsyncIterable<{ position: string; n: number }> {
  readonly isOver: boolean = false;
  readonly waiting: { position: string; n: number }[] = [];
  error: Error | null = null;
  isClosed = false;
  returns = 0;
  #wake: (() => void) | null = null;

  push(n: number): void {
    this.waiting.push({ position: `p${n}`, n });
    this.#wake?.();
  }

  close(): void {
    this.isClosed = true;
    this.#wake?.();
  }

  fail(error: Error): void {
    this.error = error;
    this.#wake?.();
  }

  [Symbol.asyncIterator]() {
    return {
      next: async (): Promise<IteratorResult<{ position: string; n: number }>> => {
        while (this.waiting.length === 0) {
          if (this.error) throw this.error;
          if (this.isClosed) return { done: true, value: undefined };
          await new Promise<void>((resolve) => (this.#wake = resolve));
        }
        return { done: false, value: this.waiting.shift()! };
      },
      return: async (): Promise<IteratorResult<{ position: string; n: number }>> => {
        this.returns += 1;
        this.close();
        return { done: true, value: undefined };
      },
    };
  }
}

let feeds: Feed[] = [];
const runs: number[] = [];
let refusal: Error | null = null;

const schema = buildSchema(`
  type Query { campaign: Int }
  type Mutation { sendViberMessage: Int }
  type Subscription { deliveryEventAdded: Int  campaignUpdated: Int  hidden: Int  failoverFlowUpdated: Thing }
  type Thing { n: Int  bad: Int }
`);
const fields = schema.getSubscriptionType()!.getFields();
for (const name of ['deliveryEventAdded', 'campaignUpdated', 'failoverFlowUpdated', 'hidden']) {
  const field = fields[name]!;
  field.subscribe = () => {
    if (refusal) throw refusal;
    const feed = new Feed();
    feeds.push(feed);
    return feed;
  };
  field.resolve = (root: { n: number }) => {
    runs.push(root.n);
    return name === 'failoverFlowUpdated' ? root : root.n;
  };
}
(schema.getType('Thing') as never as typeof schema & { getFields(): typeof fields }).getFields()['bad']!.resolve =
  () => {
    throw new MessagingError('UPSTREAM_TIMEOUT');
  };

const service = { tenant: createTenant('one'), sources: {} as never, updates: {} as never } as Caller['service'];
const callerWith = (more: Partial<Caller> = {}): Caller =>
  createCaller({
    service,
    credential: 'one/key',
    scopes: new Set(['read', 'read:recipients']),
    rates: { operationsPerMinute: null, upstreamCallsPerMinute: null },
    ...more,
  });

const SUBSCRIPTION = 'subscription { deliveryEventAdded }';
let pipeline: Pipeline;

async function open(options: PipelineOptions = {}, caller = callerWith()): Promise<Pipeline> {
  feeds = [];
  runs.length = 0;
  refusal = null;
  return (pipeline = await openPipeline(schema, caller, options));
}

async function openOne(
  options: PipelineOptions = {},
  more: Parameters<Pipeline['subscribe']>[1] = {},
  caller = callerWith(),
) {
  await open(options, caller);
  const stream = await pipeline.subscribe(SUBSCRIPTION, more);
  return { stream, reader: new StreamReader(stream), feed: feeds[0]! };
}

afterEach(() => pipeline.stop());

async function refusalOf(query: string, more: Partial<ReturnType<typeof incoming>> = {}, caller = callerWith()) {
  try {
    const answered = await pipeline.answer({ ...incoming(query, caller), ...more });
    if (isStream(answered)) return 'a stream';
    return [answered.status, ...answered.codes];
  } catch (error) {
    const { status, error: reported } = error as ReturnType<typeof refuse>;
    return [status, reported.code, reported.message];
  }
}

describe('a subscription is refused', () => {
  test('without a transport for its updates, naming the three', async () => {
    await open();
    const [status, code, message] = await refusalOf(SUBSCRIPTION, { transport: undefined, headers: {} });
    expect([status, code]).toEqual([400, 'BAD_REQUEST']);
    for (const way of ['text/event-stream', 'multipart/mixed;subscriptionSpec=1.0', 'graphql-transport-ws'])
      expect(message).toContain(way);
    expect(feeds).toEqual([]);
  });

  test('with two root fields, without scope, and for a field without a rule, before its source starts', async () => {
    await open();
    expect(await refusalOf('subscription { deliveryEventAdded campaignUpdated }')).toEqual([
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ]);
    expect(await refusalOf('subscription { __typename }')).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
    expect(await refusalOf(SUBSCRIPTION, {}, callerWith({ scopes: new Set(['send']) }))).toMatchObject([
      403,
      'FORBIDDEN',
      expect.any(String),
    ]);
    expect(await refusalOf('subscription { hidden }')).toMatchObject([403, 'FORBIDDEN', expect.any(String)]);
    expect([feeds, pipeline.limits.open, pipeline.lines]).toEqual([[], 0, []]);
  });

  test.each([
    'subscription { deliveryEventAdded @skip(if: true) }',
    'subscription { deliveryEventAdded @include(if: true) }',
    'subscription ($a: Boolean!) { deliveryEventAdded @skip(if: $a) }',
    'subscription ($a: Boolean!) { ... @include(if: $a) { deliveryEventAdded } campaignUpdated }',
    'subscription { ...a } fragment a on Subscription { deliveryEventAdded @skip(if: false) ...a }',
    'subscription { ...a @skip(if: true) } fragment a on Subscription { deliveryEventAdded }',
  ])('with a condition at its root: %s', async (query) => {
    await open();
    expect(await refusalOf(query)).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
    expect(feeds).toEqual([]);
  });

  test('not for a condition below its root', async () => {
    await open();
    expect(await refusalOf('subscription { failoverFlowUpdated { n @skip(if: true) bad } }')).toBe('a stream');
  });

  test('as a query would be where its field refuses to start', async () => {
    await open();
    refusal = new MessagingError('INVALID_EVENT_CURSOR');
    expect(await refusalOf(SUBSCRIPTION)).toEqual([400, 'INVALID_EVENT_CURSOR']);
    expect([pipeline.limits.open, pipeline.lines]).toEqual([0, []]);
  });

  test('over the limit of its caller and over the limit of the server, until another has ended', async () => {
    await open({ most: 3, mostPerCaller: 2 });
    const first = await pipeline.subscribe(SUBSCRIPTION);
    await pipeline.subscribe(SUBSCRIPTION);
    expect(await refusalOf(SUBSCRIPTION)).toMatchObject([
      429,
      'SUBSCRIPTION_LIMIT_EXCEEDED',
      expect.stringContaining('2'),
    ]);
    const router = callerWith({ credential: 'one/router', maxSubscriptions: 5 });
    expect(await refusalOf(SUBSCRIPTION, {}, router)).toBe('a stream');
    expect(await refusalOf(SUBSCRIPTION, {}, router)).toMatchObject([
      503,
      'SUBSCRIPTION_LIMIT_EXCEEDED',
      expect.stringContaining('3'),
    ]);
    new StreamReader(first).leave();
    expect(await refusalOf(SUBSCRIPTION)).toBe('a stream');
  });
});

test('queries and mutations are answered with one answer whatever the transport', async () => {
  await open();
  expect(await refusalOf('{ campaign }')).toEqual([200]);
});

describe('updates', () => {
  test('are executed one by one when they are asked for, by graphql-js first and compiled after it, and end with the source', async () => {
    const { reader, feed } = await openOne();
    for (const n of [1, 2, 3]) feed.push(n);
    expect(runs).toEqual([]);
    expect(await reader.next()).toMatchObject({ data: { deliveryEventAdded: 1 }, cursor: expect.any(String) });
    expect(runs).toEqual([1]);
    expect(await reader.next()).toMatchObject({ data: { deliveryEventAdded: 2 } });
    expect(await reader.next()).toMatchObject({ data: { deliveryEventAdded: 3 } });
    feed.close();
    expect(await reader.next()).toBe('COMPLETE');
    expect(pipeline.lines).toEqual(['start subscription by sse', 'end COMPLETE after 3']);
    expect([pipeline.limits.open, pipeline.limits.callers, pipeline.clock.timers()]).toEqual([0, 0, 0]);
  });

  test('with an error have it at its path, and the stream goes on', async () => {
    await open();
    const reader = new StreamReader(await pipeline.subscribe('subscription { failoverFlowUpdated { n bad } }'));
    for (const n of [1, 2]) feeds[0]!.push(n);
    for (const n of [1, 2])
      expect(await reader.next()).toMatchObject({
        data: { failoverFlowUpdated: { n, bad: null } },
        errors: [{ path: ['failoverFlowUpdated', 'bad'], extensions: { code: 'UPSTREAM_TIMEOUT' } }],
      });
    reader.leave();
  });

  test('of a source that fails end with an update that says why', async () => {
    const { reader, feed } = await openOne();
    feed.fail(new MessagingError('INVALID_EVENT_CURSOR'));
    expect(await reader.next()).toMatchObject({
      errors: [{ extensions: { code: 'INVALID_EVENT_CURSOR' } }],
      cursor: null,
    });
    expect(await reader.next()).toBe('FAILED');
    expect(feed.returns).toBe(1);
  });

  test('count against the rate of the caller from the second on, and wait over it', async () => {
    let allowed = 1;
    const { reader, feed } = await openOne({
      admit: async () => {
        if (allowed-- <= 0) throw refuse429();
      },
    });
    for (const n of [1, 2, 3]) feed.push(n);
    expect(await reader.next()).toMatchObject({ data: { deliveryEventAdded: 1 } });
    expect(await reader.next()).toMatchObject({ data: { deliveryEventAdded: 2 } });
    const third = reader.next();
    await until(() => pipeline.clock.timers() === 1);
    expect(runs).toEqual([1, 2]);
    allowed = 1;
    pipeline.clock.advance(7000);
    expect(await third).toMatchObject({ data: { deliveryEventAdded: 3 } });
    reader.leave();
  });

  test('that wait for the rate of vendor calls are admitted once', async () => {
    let isRefused = true;
    const steps: string[] = [];
    const { reader, feed } = await openOne({
      admit: async () => void steps.push('admit'),
      reserveCalls: async () => {
        if (isRefused) throw refuse429();
        steps.push('reserve');
      },
      refundCalls: () => void steps.push('settle'),
    });
    for (const n of [1, 2]) feed.push(n);
    const first = reader.next();
    await until(() => pipeline.clock.timers() === 1);
    isRefused = false;
    pipeline.clock.advance(7000);
    expect(await first).toMatchObject({ data: { deliveryEventAdded: 1 } });
    isRefused = true;
    const second = reader.next();
    await until(() => pipeline.clock.timers() === 1);
    isRefused = false;
    pipeline.clock.advance(7000);
    expect(await second).toMatchObject({ data: { deliveryEventAdded: 2 } });
    expect(steps).toEqual(['reserve', 'settle', 'admit', 'reserve', 'settle']);
    reader.leave();
  });
});

const refuse429 = () => {
  const error = refuse(429, 'RATE_LIMITED');
  return Object.assign(error, { error: new MessagingError('RATE_LIMITED', { retryAfterSeconds: 7 }) });
};

describe('a caller that leaves', () => {
  test('beside a pending update gets the end at once, and nothing is left', async () => {
    const { reader, feed } = await openOne();
    const pending = reader.next();
    reader.leave();
    expect(await pending).toBe('DISCONNECTED');
    expect([feed.returns, pipeline.limits.open, pipeline.clock.timers()]).toEqual([1, 0, 0]);
    expect(pipeline.lines.at(-1)).toBe('end DISCONNECTED after 0');
  });

  test('a thousand times leaves nothing', async () => {
    await open();
    const readers = await Promise.all(
      Array.from(
        { length: 1000 },
        async () => new StreamReader(await pipeline.subscribe(SUBSCRIPTION, { identify: () => callerWith() })),
      ),
    );
    expect([pipeline.limits.open, pipeline.clock.timers()]).toEqual([1000, 1000]);
    const pending = readers.map((reader) => reader.next());
    for (const reader of readers) reader.leave();
    expect(new Set(await Promise.all(pending))).toEqual(new Set(['DISCONNECTED']));
    expect([pipeline.limits.open, pipeline.limits.callers, pipeline.clock.timers()]).toEqual([0, 0, 0]);
    expect(feeds.every(({ returns }) => returns === 1)).toBe(true);
  });
});

test('a server that drains ends every stream and opens no other', async () => {
  const { reader, feed } = await openOne();
  const pending = reader.next();
  pipeline.limits.drain();
  expect([await pending, feed.returns]).toEqual(['DRAINING', 1]);
  expect(await refusalOf(SUBSCRIPTION)).toMatchObject([503, 'OVERLOADED', expect.any(String)]);
});

describe('credentials', () => {
  const unauthenticated = () => {
    throw refuse(401, 'UNAUTHENTICATED');
  };

  test('are checked again every five minutes', async () => {
    let checked = 0;
    let identify = (): Caller => callerWith();
    const { reader } = await openOne({}, { identify: () => (checked++, identify()) });
    const pending = reader.next();
    pipeline.clock.advance(299_999);
    expect(checked).toBe(0);
    pipeline.clock.advance(1);
    expect(checked).toBe(1);
    await until(() => pipeline.clock.timers() === 1);
    identify = unauthenticated;
    pipeline.clock.advance(300_000);
    expect([await pending, pipeline.clock.timers(), pipeline.limits.open]).toEqual(['UNAUTHENTICATED', 0, 0]);
  });

  test('of a token are checked when it expires', async () => {
    await open();
    const caller = callerWith({ expiresAt: pipeline.clock.wallTime() + 60_000 });
    const reader = new StreamReader(await pipeline.subscribe(SUBSCRIPTION, { caller, identify: unauthenticated }));
    const pending = reader.next();
    pipeline.clock.advance(59_999);
    expect(pipeline.limits.open).toBe(1);
    pipeline.clock.advance(1);
    expect(await pending).toBe('UNAUTHENTICATED');
  });

  test('that cannot be checked at the moment are checked again, up to the expiry of the token', async () => {
    await open();
    let checked = 0;
    const identify = (): never => {
      checked++;
      throw refuse(503, 'OVERLOADED');
    };
    const caller = callerWith({ expiresAt: pipeline.clock.wallTime() + 310_000 });
    const reader = new StreamReader(await pipeline.subscribe(SUBSCRIPTION, { caller, identify }));
    const pending = reader.next();
    for (const ms of [300_000, 5000]) {
      await until(() => pipeline.clock.timers() === 1);
      pipeline.clock.advance(ms);
    }
    expect(checked).toBe(2);
    await until(() => pipeline.clock.timers() === 1);
    pipeline.clock.advance(5000);
    expect(await pending).toBe('UNAUTHENTICATED');
  });

  test('that lost the scope of the field end the stream', async () => {
    const { reader } = await openOne({}, { identify: () => callerWith({ scopes: new Set(['send']) }) });
    const pending = reader.next();
    pipeline.clock.advance(300_000);
    expect(await pending).toBe('UNAUTHENTICATED');
  });
});
