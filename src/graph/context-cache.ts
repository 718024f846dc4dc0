import type { GraphContext } from './context.js';

/** One value per request, made when it is first asked for: how loaders live beside their nouns and die with a request. */
export function perContext<Value>(create: (context: GraphContext) => Value): (context: GraphContext) => Value {
  const values = new WeakMap<GraphContext, Value>();
  return (context) => {
    let value = values.get(context);
    if (value === undefined) {
      value = create(context);
      values.set(context, value);
    }
    return value;
  };
}
