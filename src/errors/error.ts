import { catalogueEntry, type ErrorCategory, type MessagingErrorCode } from './catalogue.js';

/** Where in the caller's input something is wrong: argument, field names and list indexes, outermost first. */
export type InputPath = readonly (string | number)[];

export interface Violation {
  readonly code: MessagingErrorCode;
  readonly inputPath: InputPath;
  /** The field, then the rule with its number, such as `name: 31 characters; 2 to 30 are allowed`; never the value. */
  readonly message: string;
}

/** The members of `errors[].extensions` besides the code. */
export interface ErrorDetails {
  readonly category?: ErrorCategory;
  readonly retryable?: boolean;
  readonly inputPath?: InputPath;
  /** Of an input that this graph refused: one at least, which is what an `inputPath` alone is made into. */
  readonly violations?: readonly Violation[];
  /** In capital letters: `ROUTEE`. */
  readonly vendor?: string;
  /** The vendor's HTTP status. */
  readonly vendorStatus?: number;
  readonly vendorCode?: string;
  readonly vendorErrorCode?: string;
  readonly retryAfterSeconds?: number;
  readonly outcome?: 'UNKNOWN';
}

/**
 * The only error that callers see unchanged; every other becomes INTERNAL_SERVER_ERROR. `message` and `details` go to
 * callers, `cause` never does.
 */
export class MessagingError extends Error {
  override readonly name = 'MessagingError';
  readonly code: MessagingErrorCode;
  readonly details: ErrorDetails;

  constructor(code: MessagingErrorCode, details: ErrorDetails & { message?: string; cause?: unknown } = {}) {
    const { message, cause, ...extensions } = details;
    super(message ?? catalogueEntry(code).message, { cause });
    const { inputPath, violations, vendor } = extensions;
    this.code = code;
    this.details =
      inputPath && !violations && vendor === undefined
        ? { ...extensions, violations: [{ code, inputPath, message: this.message }] }
        : extensions;
  }

  get category(): ErrorCategory {
    return this.details.category ?? catalogueEntry(this.code).category;
  }

  get retryable(): boolean {
    return this.details.retryable ?? catalogueEntry(this.code).retryable ?? false;
  }
}

/** The input broke one rule at one place. */
export const badUserInput = (inputPath: InputPath, message: string): MessagingError =>
  new MessagingError('BAD_USER_INPUT', { inputPath, message });

/** @throws MessagingError BAD_USER_INPUT for a list of more than `most` items */
export function requireAtMost(list: readonly unknown[], most: number, inputPath: InputPath): void {
  if (list.length > most)
    throw badUserInput(inputPath, `${fieldOf(inputPath)}: ${list.length} items; at most ${most} are allowed.`);
}

/** The field or argument at the path: a list's for one of its items. */
export const fieldOf = (path: InputPath): string =>
  String(path.findLast((segment) => typeof segment === 'string') ?? '');

const MAX_VIOLATIONS = 100;

/** As callers get them: by path, 100 at most. */
export const sortViolations = (violations: readonly Violation[]): Violation[] =>
  [...violations].sort((a, b) => comparePaths(a.inputPath, b.inputPath)).slice(0, MAX_VIOLATIONS);

/** All violations of one input as one error, sorted by path; its code and path are the first's. */
export function violationError(violations: readonly Violation[]): MessagingError {
  const sorted = sortViolations(violations);
  const first = sorted[0];
  if (!first) throw new TypeError('an error needs at least one violation');
  return new MessagingError(first.code, {
    inputPath: first.inputPath,
    violations: sorted,
    message: first.message,
  });
}

function comparePaths(a: InputPath, b: InputPath): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareSegments(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Indexes as numbers, names by code point (which the spread into characters gives), indexes before names. */
function compareSegments(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'number') return -1;
  if (typeof b === 'number') return 1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b)); // UTF-8 order is code point order
}
