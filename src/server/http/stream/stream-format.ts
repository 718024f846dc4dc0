import { MessagingError } from '../../../errors/error.js';
import type { StreamEnd, StreamUpdate } from '../../answer/answer-stream.js';
import { overloaded } from '../../answer/error-answer.js';
import { formatError } from '../../answer/error-format.js';
import type { StreamType } from '../../answer/media-type.js';

/** How results are written one after another into one HTTP answer. Errors have a placeholder for the request id. */
export interface StreamFormat {
  readonly transport: 'sse' | 'multipart';
  readonly headers: Readonly<Record<string, string>>;
  /** Written at once, so that the caller and proxies see that the stream is open. */
  readonly start: string;
  readonly heartbeat: string;
  update(update: Pick<StreamUpdate, 'cursor' | 'body'>): string;
  /** @param last the last result where it has errors; null else */
  end(end: StreamEnd, last: Written | null): string;
}

/** A result as it was written. */
export type Written = Pick<StreamUpdate, 'body' | 'codes'>;

const errorsOf = (error: MessagingError) => [formatError(error)];
const unauthenticated = () => errorsOf(new MessagingError('UNAUTHENTICATED'));
/** What every request is refused with while the server drains. */
const draining = () => errorsOf(overloaded().error);

/** For no cache, and for proxies that would collect or compress what they pass on. */
const STREAM_HEADERS = { 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' };

/**
 * GraphQL over SSE, distinct connections. An event without `data:` would not reach listeners of EventSource.
 * @see https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
 */
const eventStream: StreamFormat = {
  transport: 'sse',
  headers: { 'content-type': 'text/event-stream; charset=utf-8', ...STREAM_HEADERS },
  start: ':\n\n',
  heartbeat: ':\n\n',
  update: ({ cursor, body }) => `event: next\n${cursor === null ? '' : `id: ${cursor}\n`}data: ${body}\n\n`,
  end(end, last) {
    switch (end) {
      case 'DRAINING':
        return ''; // clients connect again to what ends without `complete`
      case 'UNAUTHENTICATED':
        return `event: next\ndata: ${JSON.stringify({ errors: unauthenticated() })}\n\n${COMPLETE}`;
      default:
        return last !== null && isRetryableRefusal(last) ? '' : COMPLETE;
    }
  },
};
const COMPLETE = 'event: complete\ndata:\n\n';

/**
 * Apollo's multipart protocol. Each part ends with the delimiter of the next one, since clients read a part once they
 * see its end.
 * @see https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol
 */
const multipart: StreamFormat = {
  transport: 'multipart',
  headers: { 'content-type': 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0', ...STREAM_HEADERS },
  start: '\r\n--graphql',
  heartbeat: partOf('{}'),
  update: ({ body }) => partOf(`{"payload":${body}}`),
  end(end) {
    switch (end) {
      case 'DRAINING':
        return fatalPart(draining());
      case 'UNAUTHENTICATED':
        return fatalPart(unauthenticated());
      default:
        return CLOSE;
    }
  },
};
const CLOSE = '--\r\n';

function partOf(json: string): string {
  return `\r\ncontent-type: application/json\r\n\r\n${json}\r\n--graphql`;
}
const fatalPart = (errors: unknown): string => partOf(JSON.stringify({ payload: null, errors })) + CLOSE;

export const STREAM_FORMATS: Readonly<Record<StreamType, StreamFormat>> = {
  'text/event-stream': eventStream,
  'multipart/mixed': multipart,
};

/** One result as a whole stream. @param isSubscription only these are begun again by clients */
export function streamOfOne(format: StreamFormat, written: Written, isSubscription: boolean): string {
  const start = format.transport === 'multipart' ? format.start : '';
  const update = format.update({ cursor: null, body: written.body });
  return `${start}${update}${format.end('COMPLETE', isSubscription ? written : null)}`;
}

interface Result {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly extensions?: { readonly retryable?: unknown } }[];
}

/** Whether nothing but errors was written, each of which may be gone when the caller asks again. */
function isRetryableRefusal({ body, codes }: Written): boolean {
  if (codes.length === 0) return false;
  const { data, errors = [] } = JSON.parse(body) as Result;
  const isEmpty = Object.values(data ?? {}).every((value) => value === null);
  return isEmpty && errors.every(({ extensions }) => extensions?.retryable === true);
}
