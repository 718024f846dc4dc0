import type { GraphContext } from './context.js';

let slots = 0;

/**
 * One value per request, created on first use: loaders stand beside their nouns and are freed with the request.
 *
 * Kept in the context, not in a WeakMap: V8's minor collections treat the values of a WeakMap as live, which promoted
 * every request's rows to the old generation (25 % of CPU).
 */
export function perContext<Value>(create: (context: GraphContext) => Value): (context: GraphContext) => Value {
  const slot = slots++;
  return (context) => (context.values[slot] ??= create(context)) as Value;
}
