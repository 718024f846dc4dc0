import { CombinedGraphQLErrors, CombinedProtocolErrors } from '@apollo/client/errors';

/** One error of the graph, as docs/errors.md lists them; `NETWORK` where no answer came at all. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly path: readonly (string | number)[];
  readonly retryable: boolean;
  readonly retryAfterSeconds: number | null;
  /** One at least where a part of the input is wrong, also where the vendor alone found it. */
  readonly violations: readonly Violation[];
  /** The vendor's own code. */
  readonly vendorCode: string | null;
  /** For the operator of the graph. */
  readonly requestId: string | null;
}

export interface Violation {
  readonly code: string;
  readonly message: string;
  /** Begins with the name of the variable. */
  readonly inputPath: readonly (string | number)[];
}

const NETWORK: Problem = {
  code: 'NETWORK',
  message: 'The graph did not answer.',
  path: [],
  retryable: true,
  retryAfterSeconds: null,
  violations: [],
  vendorCode: null,
  requestId: null,
};

interface GivenError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null;

function problemOf({ message, path = [], extensions = {} }: GivenError): Problem {
  const { retryAfterSeconds: seconds, inputPath, vendorCode, requestId } = extensions;
  const code = String(extensions['code'] ?? 'INTERNAL_SERVER_ERROR');
  const own = Array.isArray(inputPath) ? [{ code, message, inputPath }] : [];
  return {
    code,
    message,
    path,
    retryable: extensions['retryable'] === true,
    retryAfterSeconds: typeof seconds === 'number' ? seconds : null,
    violations: (extensions['violations'] ?? own) as Violation[],
    vendorCode: textOf(vendorCode),
    requestId: textOf(requestId),
  };
}

/** What went wrong, one by one; empty for null. */
export function problemsOf(error: unknown): readonly Problem[] {
  if (error == null) return [];
  if (CombinedGraphQLErrors.is(error) || CombinedProtocolErrors.is(error))
    return (error.errors as readonly GivenError[]).map(problemOf);
  return [NETWORK];
}

/** The problem of one field, or of what is around it. @param path such as `campaign.progress` */
export const problemAt = (error: unknown, path: string): Problem | undefined =>
  problemsOf(error).find((problem) => {
    const at = problem.path.filter((part) => typeof part === 'string').join('.');
    return at === path || path.startsWith(`${at}.`) || at === '';
  });
