import { MessagingError } from '../errors/error.js';

/** Loads every key by itself and in parallel: one that fails gives its Error and affects no other. */
export const loadEach = <Key, Value>(
  keys: readonly Key[],
  load: (key: Key) => Promise<Value>,
): Promise<(Value | Error)[]> =>
  Promise.all(
    keys.map((key) => {
      try {
        return load(key).catch(asValue);
      } catch (error) {
        return asValue(error);
      }
    }),
  );

const asValue = (error: unknown): Error => error as Error;

/** @throws MessagingError VENDOR_NOT_CONFIGURED where the vendor of a source is not configured */
export function configured<Source>(source: Source | null, vendor: 'ROUTEE' | 'GMS'): Source {
  if (source === null) throw new MessagingError('VENDOR_NOT_CONFIGURED', { vendor });
  return source;
}

/** For lookups, where absence is an error. @throws MessagingError */
export function found<Value>(value: Value | null, code: ConstructorParameters<typeof MessagingError>[0]): Value {
  if (value === null) throw new MessagingError(code);
  return value;
}
