import type { ErrorCategory, MessagingErrorCode } from '../errors/catalogue.js';
import { type ErrorDetails, type InputPath, MessagingError } from '../errors/error.js';
import { answerFailure, badAnswer, parseJson, wellFormedJson } from '../vendor-client/answer.js';
import type { Misfit, VendorAnswer } from '../vendor-client/vendor-client.js';
import { text } from './reading.js';
import type { VendorCause } from './vendor.js';

/** The error body of a refusal. */
export interface RawRefusal {
  readonly code: string | null;
  readonly errorCode: string | null;
  /** Its messages, matched against the causes, never shown. */
  readonly text: string;
}

export interface AnswerRules {
  readonly vendor: string;
  readonly causes: readonly VendorCause[];
  /** Null for a body that is no refusal. */
  readonly readError: (body: unknown) => RawRefusal | null;
  /** Whether a code in the causes decides under any HTTP status. */
  readonly codesUnderAnyStatus?: true;
}

/** Maps the answers of one vendor to values and errors. */
export interface Answers {
  /** The value of an answer; `read` gives null for one without what identifies the thing. @throws MessagingError */
  value<Value>(answer: VendorAnswer, read: (body: unknown, asOf: string) => Value | null): Value;
  /** The meaning of the code in the body; null when it is not in the causes. */
  meaningOf(answer: VendorAnswer): MessagingErrorCode | null;
  /**
   * The error of a refusal: by the status where it decides, else by the code in the body. `inputPathOf` where the
   * request held the caller's input: where in it the input of a cause is, or null.
   */
  refusal(answer: VendorAnswer, inputPathOf?: (path: InputPath) => InputPath | null): MessagingError;
  badResponse(answer: VendorAnswer, misfit: Misfit, details?: ErrorDetails): MessagingError;
}

const CATEGORIES: Readonly<Record<number, ErrorCategory>> = { 404: 'NOT_FOUND', 409: 'CONFLICT' };

const categoryOf = (status: number): ErrorCategory =>
  CATEGORIES[status] ?? (status >= 500 ? 'UNAVAILABLE' : 'BAD_REQUEST');

const NO_CODE: RawRefusal = { code: null, errorCode: null, text: '' };

export function createAnswers({ vendor, causes, readError, codesUnderAnyStatus }: AnswerRules): Answers {
  const rawRefusal = ({ body }: VendorAnswer): RawRefusal => readError(jsonOf(body)) ?? NO_CODE;

  const causeOf = (raw: RawRefusal): VendorCause | undefined =>
    causes.find(
      ({ code, errorCode, text: sentence }) =>
        code === raw.code &&
        (errorCode === undefined || errorCode === raw.errorCode) &&
        (sentence === undefined || sentence.test(raw.text)),
    );

  return {
    value(answer, read) {
      const value = read(parseJson(vendor, answer), answer.receivedAt);
      if (value === null) throw badAnswer(vendor, answer, 'OTHER_SHAPE');
      return value;
    },
    meaningOf: (answer) => causeOf(rawRefusal(answer))?.meaning ?? null,
    /** The vendor's messages are not shown: they may contain phone numbers and addresses. */
    refusal(answer, inputPathOf = () => null) {
      const raw = rawRefusal(answer);
      const cause = causeOf(raw);
      const failure = cause && codesUnderAnyStatus ? null : answerFailure(vendor, answer);
      if (failure) return failure;
      const inputPath = cause?.inputPath ? inputPathOf(cause.inputPath) : null;
      return new MessagingError(cause?.meaning ?? 'UPSTREAM_REJECTED', {
        vendor,
        vendorStatus: answer.status,
        ...(cause ? {} : { category: categoryOf(answer.status) }),
        ...(inputPath ? { inputPath } : {}),
        ...(raw.code === null ? {} : { vendorCode: raw.code }),
        ...(raw.errorCode === null ? {} : { vendorErrorCode: raw.errorCode }),
      });
    },
    badResponse: (answer, misfit, details) => badAnswer(vendor, answer, misfit, details),
  };
}

export const isSuccess = ({ status }: VendorAnswer): boolean => status >= 200 && status < 300;

/** Short numbers and words: longer text could be a phone number or an address. */
const CODE = /^-?\d{1,9}$|^[a-z][a-z0-9_]{0,63}$/i;

/** A code that may be shown, number or text; null for anything else. */
export function readCode(value: unknown): string | null {
  const code = typeof value === 'number' ? String(value) : text(value)?.trim();
  return code !== undefined && CODE.test(code) ? code : null;
}

const ADDRESS = /https?:\/\/[a-z0-9][^\s"'<>]*/gi;

/** Joins sentences without their URLs: `image` or `https` in one would match a cause. */
export const joinSentences = (sentences: readonly unknown[]): string =>
  sentences
    .map((sentence) => text(sentence)?.replace(ADDRESS, ' '))
    .filter((sentence) => sentence !== undefined)
    .join('\n');

/** The JSON of a body with its texts well-formed; null for any other body. */
export function jsonOf(body: string): unknown {
  try {
    return JSON.parse(wellFormedJson(body));
  } catch {
    return null;
  }
}
