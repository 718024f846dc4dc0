import type { GraphContext } from './context.js';

let slots = 0;

/**
 * One value per request, made when it is first asked for: how loaders live beside their nouns and die with a request.
 *
 * They stand in the context itself and not in a WeakMap: until the next full collection, a young one takes the values
 * of a WeakMap for alive, and every request's rows were copied to the old generation (a quarter of all time).
 */
export function perContext<Value>(create: (context: GraphContext) => Value): (context: GraphContext) => Value {
  const slot = slots++;
  return (context) => (context.values[slot] ??= create(context)) as Value;
}
