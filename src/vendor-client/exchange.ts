import { isAscii, isUtf8 } from 'node:buffer';
import { inBatches } from '../batch.js';
import { isoTime } from '../iso-now.js';
import { AnswerBody, JsonLimits, UNCHECKED_BYTES } from './answer-body.js';
import type { Clock, Timer } from '../clock.js';
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
 * A complete answer of any status; a Fault where none came; any other Error where no request was made (no token, a
 * request that cannot be written as HTTP).
 */
export type Outcome = VendorAnswer | Error;

/** Called once, possibly before the function that starts the exchange has returned. */
export interface OutcomeReceiver {
  ended(outcome: Outcome): void;
}

/**
 * One request and its complete answer, within one deadline from the call to the last byte.
 * @param timeoutMs until the deadline, milliseconds
 * @param maxBytes the largest body, both compressed and decompressed
 */
export function exchange(
  transport: Transport,
  clock: Clock,
  request: OutgoingRequest,
  timeoutMs: number,
  maxBytes: number,
  receiver: OutcomeReceiver,
): void {
  new Exchange(clock, maxBytes, receiver).start(transport, request, timeoutMs);
}

class Exchange implements AnswerSink {
  readonly #clock: Clock;
  readonly #maxBytes: number;
  readonly #receiver: OutcomeReceiver;
  readonly #body: AnswerBody;
  #limits: JsonLimits | null = null;
  #timer: Timer | undefined;
  #outgoing: Outgoing | null = null;
  #isOver = false;
  #isConnected = false;
  #interims = 0;
  #status = 0;
  #headers: IncomingHeaders = NO_HEADERS;
  #encoding: ContentEncoding = 'identity';
  #received: Buffer = NO_BYTES;

  constructor(clock: Clock, maxBytes: number, receiver: OutcomeReceiver) {
    this.#clock = clock;
    this.#maxBytes = maxBytes;
    this.#body = new AnswerBody(maxBytes);
    this.#receiver = receiver;
  }

  start(transport: Transport, request: OutgoingRequest, timeoutMs: number): void {
    this.#timer = this.#clock.setTimeout(expire, Math.max(0, timeoutMs), this);
    try {
      this.#outgoing = transport.start(request, this);
    } catch (error) {
      return this.fail(error);
    }
    // A transport may fail before it has returned.
    if (this.#isOver) this.#outgoing.stop();
  }

  expire(): void {
    this.#giveUp(new Fault('DEADLINE', this.#isConnected));
  }

  connected(): void {
    this.#isConnected = true;
  }

  head(status: number, headers: IncomingHeaders): void {
    if (this.#isOver) return;
    if (status < 200) return this.#interim();
    this.#status = status;
    this.#headers = headers;
    const encoding = contentEncodingOf(headerOf(headers, 'content-encoding'));
    if (encoding === null) return this.#giveUp(new Fault('UNREADABLE', true, 'UNKNOWN_ENCODING'));
    this.#encoding = encoding;
    if (Number(headerOf(headers, 'content-length')) > this.#maxBytes)
      this.#giveUp(new Fault('UNREADABLE', true, 'TOO_LARGE'));
  }

  /** 1xx: another head follows; their number is limited. */
  #interim(): void {
    if (++this.#interims > MAX_INTERIM_HEADS) this.#giveUp(new Fault('UNREADABLE', true, 'TOO_MANY_HEADS'));
  }

  data(chunk: Buffer): void {
    if (this.#isOver) return;
    if (!this.#body.push(chunk)) this.#giveUp(new Fault('UNREADABLE', true, 'TOO_LARGE'));
    else if (this.#encoding === 'identity' && this.#body.length > UNCHECKED_BYTES)
      this.#checkLimits(this.#body.bytes());
  }

  #checkLimits(json: Buffer): void {
    const fault = (this.#limits ??= new JsonLimits(this.#maxBytes)).faultOf(json);
    if (fault !== null) this.#giveUp(new Fault('UNREADABLE', true, fault));
  }

  end(): void {
    if (this.#isOver) return;
    const bytes = this.#body.bytes();
    if (this.#encoding === 'identity' || bytes.length === 0) return this.#finish(bytes);
    decompress(bytes, this.#encoding, this.#maxBytes, (error, decompressed) => {
      if (error) this.#giveUp(new Fault('UNREADABLE', true, 'BAD_COMPRESSION'));
      else {
        this.#checkLimits(decompressed);
        this.#finish(decompressed);
      }
    });
  }

  fail(error: unknown): void {
    this.#giveUp(libraryFault(error, this.#isConnected, this.#status !== 0));
  }

  #finish(bytes: Buffer): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#clock.clearTimeout(this.#timer);
    this.#received = bytes;
    deliver(this);
  }

  /** Called when the batch of this turn of the event loop is due. */
  deliver(): void {
    const body = decode(this.#received);
    this.#receiver.ended(
      body === null
        ? new Fault('UNREADABLE', true, 'NOT_UTF8')
        : { status: this.#status, headers: this.#headers, body, receivedAt: isoTime(this.#clock.wallTime()) },
    );
  }

  #giveUp(error: Error): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#clock.clearTimeout(this.#timer);
    this.#outgoing?.stop();
    this.#receiver.ended(error);
  }
}

const expire = (one: Exchange): void => one.expire();
/** Answers that arrive in one turn of the event loop are processed together. */
const deliver = inBatches((one: Exchange) => one.deliver());

const NO_HEADERS: IncomingHeaders = {};
const NO_BYTES = Buffer.alloc(0);

/** The text of a body; null where it is not UTF-8. */
function decode(bytes: Buffer): string | null {
  if (isAscii(bytes)) return bytes.toString('latin1');
  return isUtf8(bytes) ? bytes.toString('utf8', hasByteOrderMark(bytes) ? 3 : 0) : null;
}

const hasByteOrderMark = (bytes: Buffer): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
