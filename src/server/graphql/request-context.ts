import type { GraphContext } from '../../graph/context.js';

/** What one HTTP request adds to what resolvers may use. */
export interface RequestContext extends GraphContext {
  /** Whether the caller asked to be told of every vendor call (`x-upstream-report: 1`). */
  readonly report: boolean;
  /** Whether the operation was looked at (scopes, cost, limits): nothing runs that was not. */
  readonly isExamined: boolean;
}
