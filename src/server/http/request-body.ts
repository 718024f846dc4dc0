import type { IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { Exchange } from './exchange.js';
import type { ByteBudget, HttpLimits } from './limits.js';
import { overloaded } from '../answer/error-answer.js';
import { refuse, type RequestError } from '../answer/request-error.js';

/** Receives a whole body, or why none came; neither where the caller disconnects before the end. */
export interface BodyTaker {
  readonly whole: (exchange: Exchange, body: Buffer) => void;
  readonly failed: (exchange: Exchange, error: RequestError) => void;
}

export interface BodyReaderOptions extends Pick<HttpLimits, 'bodyBytes'> {
  /** For the bodies of all requests. */
  readonly budget: ByteBudget;
}

const FIRST_CAPACITY = 1024;
const NO_BODY: Buffer = Buffer.alloc(0);

/** By `content-length`; null without one. */
export function declaredLength({ request: { headers } }: Exchange): number | null {
  const length = headers['content-length'];
  return length === undefined ? null : Number(length);
}

/**
 * Reads a body into one buffer that grows with it, so that its memory is that of its bytes, in however many pieces they
 * come. A body that comes in one piece, as nearly all do, is that piece.
 * @returns how to end it before the whole has come: to be called before the request is answered, since nothing gives back
 * bytes that are reserved after the answer
 */
export function readBody(
  exchange: Exchange,
  { budget, bodyBytes }: BodyReaderOptions,
  taker: BodyTaker,
): (error: RequestError) => void {
  const { request, response } = exchange;
  const declared = declaredLength(exchange);
  let buffer = NO_BODY;
  let length = 0;
  let isOver = false;

  const fail = (error: RequestError): void => {
    if (isOver) return;
    isOver = true; // what still comes is discarded
    buffer = NO_BODY;
    taker.failed(exchange, error);
  };

  function grow(): boolean {
    const capacity = Math.min(Math.max(length, 2 * buffer.length, FIRST_CAPACITY), declared ?? bodyBytes);
    if (!exchange.reserve(budget, capacity - buffer.length)) return false;
    const larger = Buffer.allocUnsafeSlow(capacity);
    buffer.copy(larger);
    buffer = larger;
    return true;
  }

  request.on('data', (chunk: Buffer) => {
    if (isOver) return;
    const start = length;
    length += chunk.length;
    if (length > bodyBytes) return fail(tooLarge());
    if (length === declared && start === 0) return void (buffer = chunk);
    if (length > buffer.length && !grow()) return fail(overloaded());
    chunk.copy(buffer, start);
  });
  request.on('end', () => {
    if (isOver) return;
    isOver = true;
    taker.whole(exchange, buffer.length === length ? buffer : buffer.subarray(0, length));
  });
  exchange.onBodyFailure(fail);
  if (exchange.expects === 'CONTINUE' && !isOver) response.writeContinue();
  return fail;
}

export const tooLarge = (): RequestError =>
  refuse(413, 'BAD_REQUEST', 'The body is too large; 1 MB is allowed, also once decompressed.');

interface DecoderOptions {
  readonly maxOutputLength: number;
  readonly info: true;
}
/** With `info`: the bytes, and the engine that counts how many bytes of the body they took. The types of node lack it. */
type Decoder = (body: Buffer, options: DecoderOptions) => unknown;
const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip: gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

/** Names of encodings are case-insensitive, and x-gzip is another one of gzip (RFC 9110, 8.4.1). */
const encodingOf = ({ headers }: IncomingMessage): string =>
  headers['content-encoding']?.toLowerCase().replace(/^x-(?=gzip$)/, '') ?? 'identity';

export const UNKNOWN_ENCODING =
  'The content encoding of the body is unknown; gzip, deflate, br and identity are allowed.';

export function isKnownEncoding(request: IncomingMessage): boolean {
  const encoding = encodingOf(request);
  return encoding === 'identity' || Object.hasOwn(DECODERS, encoding);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The text of a body. @throws RequestError 413 when it is too large once decompressed; 503; 400 */
export function decodeBody(exchange: Exchange, body: Buffer, { budget, bodyBytes }: BodyReaderOptions): string {
  const encoding = encodingOf(exchange.request);
  let bytes = body;
  if (encoding !== 'identity') {
    bytes = decompress(body, encoding, bodyBytes);
    if (!exchange.reserve(budget, bytes.length)) throw overloaded();
  }
  try {
    return utf8.decode(bytes);
  } catch {
    throw refuse(400, 'BAD_REQUEST', 'The body is not UTF-8.');
  }
}

function decompress(body: Buffer, encoding: string, maxOutputLength: number): Buffer {
  try {
    const { buffer, engine } = DECODERS[encoding]!(body, { maxOutputLength, info: true }) as {
      readonly buffer: Buffer;
      readonly engine: { readonly bytesWritten: number };
    };
    if (engine.bytesWritten !== body.length) throw new RangeError('bytes follow the end');
    return buffer;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw refuse(400, 'BAD_REQUEST', 'The body cannot be decompressed.');
  }
}
