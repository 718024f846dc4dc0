import { isAscii, isUtf8 } from 'node:buffer';
import { inBatches } from '../batch.js';
import { isoTime } from '../iso-now.js';
import { BodyBuffer } from './body-buffer.js';
import { BodyShape, HARMLESS_BYTES } from './body-shape.js';
import type { Clock, Timer } from './clock.js';
import { contentEncodingOf, decompress, type ContentEncoding } from './content-encoding.js';
import { Fault, libraryFault } from './fault.js';
import {
  type AnswerSink,
  headerOf,
  type IncomingHeaders,
  type Outgoing,
  type OutgoingRequest,
  type Transport,
} from './transport.js';
import type { VendorAnswer } from './vendor-client.js';

const MAX_INTERIM_HEADS = 20;

/**
 * A whole answer of any status, or what came in its place: a Fault, or why nothing was asked (no token, a request that
 * cannot be written as HTTP).
 */
export type Outcome = VendorAnswer | Error;

/** Told once, maybe before the call that asks has returned. */
export interface OutcomeTaker {
  ended(outcome: Outcome): void;
}

/**
 * One request and its whole answer, by one deadline from the call to the last byte, whatever the peer does.
 * @param deadline on the clock of `performance.now()`, milliseconds
 * @param maxBytes the largest body, as it comes and decompressed
 */
export function exchange(
  transport: Transport,
  clock: Clock,
  request: OutgoingRequest,
  deadline: number,
  maxBytes: number,
  taker: OutcomeTaker,
): void {
  new Exchange(clock, maxBytes, taker).start(transport, request, deadline);
}

class Exchange implements AnswerSink {
  readonly #clock: Clock;
  readonly #maxBytes: number;
  readonly #taker: OutcomeTaker;
  readonly #body: BodyBuffer;
  #shape: BodyShape | null = null;
  #timer: Timer | undefined;
  #outgoing: Outgoing | null = null;
  #over = false;
  #left = false;
  #interims = 0;
  #status = 0;
  #headers: IncomingHeaders = NO_HEADERS;
  #encoding: ContentEncoding = 'identity';
  #whole: Buffer = NO_BYTES;

  constructor(clock: Clock, maxBytes: number, taker: OutcomeTaker) {
    this.#clock = clock;
    this.#maxBytes = maxBytes;
    this.#body = new BodyBuffer(maxBytes);
    this.#taker = taker;
  }

  start(transport: Transport, request: OutgoingRequest, deadline: number): void {
    this.#timer = this.#clock.setTimeout(expire, Math.max(0, deadline - this.#clock.now()), this);
    try {
      this.#outgoing = transport.start(request, this);
    } catch (error) {
      return this.fail(error);
    }
    // A transport may fail before it has returned.
    if (this.#over) this.#outgoing.stop();
  }

  expire(): void {
    this.#giveUp(new Fault('DEADLINE', this.#left));
  }

  left(): void {
    this.#left = true;
  }

  head(status: number, headers: IncomingHeaders): void {
    if (this.#over) return;
    if (status < 200) return this.#interim();
    this.#status = status;
    this.#headers = headers;
    const encoding = contentEncodingOf(headerOf(headers, 'content-encoding'));
    if (encoding === null) return this.#giveUp(new Fault('UNREADABLE', true, 'UNKNOWN_ENCODING'));
    this.#encoding = encoding;
    if (Number(headerOf(headers, 'content-length')) > this.#maxBytes)
      this.#giveUp(new Fault('UNREADABLE', true, 'TOO_LARGE'));
  }

  /** 1xx: another head follows, but not without end. */
  #interim(): void {
    if (++this.#interims > MAX_INTERIM_HEADS) this.#giveUp(new Fault('UNREADABLE', true, 'TOO_MANY_HEADS'));
  }

  data(chunk: Buffer): void {
    if (this.#over) return;
    if (!this.#body.push(chunk)) this.#giveUp(new Fault('UNREADABLE', true, 'TOO_LARGE'));
    else if (this.#encoding === 'identity' && this.#body.length > HARMLESS_BYTES) this.#look(this.#body.bytes());
  }

  #look(json: Buffer): void {
    const fault = (this.#shape ??= new BodyShape(this.#maxBytes)).faultOf(json);
    if (fault !== null) this.#giveUp(new Fault('UNREADABLE', true, fault));
  }

  end(): void {
    if (this.#over) return;
    const bytes = this.#body.bytes();
    if (this.#encoding === 'identity' || bytes.length === 0) return this.#finish(bytes);
    decompress(bytes, this.#encoding, this.#maxBytes, (error, decompressed) => {
      if (error) this.#giveUp(new Fault('UNREADABLE', true, 'BAD_COMPRESSION'));
      else {
        this.#look(decompressed);
        this.#finish(decompressed);
      }
    });
  }

  fail(error: unknown): void {
    this.#giveUp(libraryFault(error, this.#left, this.#status !== 0));
  }

  #finish(bytes: Buffer): void {
    if (this.#over) return;
    this.#over = true;
    this.#clock.clearTimeout(this.#timer);
    this.#whole = bytes;
    tell(this);
  }

  /** The answer is whole, and its batch is due. */
  tell(): void {
    const body = decode(this.#whole);
    this.#taker.ended(
      body === null
        ? new Fault('UNREADABLE', true, 'NOT_UTF8')
        : { status: this.#status, headers: this.#headers, body, receivedAt: isoTime(this.#clock.wallTime()) },
    );
  }

  #giveUp(error: Error): void {
    if (this.#over) return;
    this.#over = true;
    this.#clock.clearTimeout(this.#timer);
    this.#outgoing?.stop();
    this.#taker.ended(error);
  }
}

const expire = (taken: Exchange): void => taken.expire();
/** Answers of the same moment are read, and lead to others, together. */
const tell = inBatches((taken: Exchange) => taken.tell());

const NO_HEADERS: IncomingHeaders = {};
const NO_BYTES = Buffer.alloc(0);

/** The text of a body; null where it is not UTF-8. */
function decode(bytes: Buffer): string | null {
  if (isAscii(bytes)) return bytes.toString('latin1');
  return isUtf8(bytes) ? bytes.toString('utf8', hasByteOrderMark(bytes) ? 3 : 0) : null;
}

const hasByteOrderMark = (bytes: Buffer): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
