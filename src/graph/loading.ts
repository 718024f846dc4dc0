import { MessagingError } from '../errors/error.js';
import type { NounSources, SourceName, Sources, VendorSources } from './context.js';

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

/** @throws MessagingError VENDOR_NOT_CONFIGURED where no vendor that serves the noun is configured */
export function configured<Name extends SourceName>(
  sources: VendorSources & Pick<Sources, 'vendorOf'>,
  name: Name,
): NounSources[Name] {
  const source: VendorSources[Name] = sources[name];
  if (source === null) throw new MessagingError('VENDOR_NOT_CONFIGURED', { vendor: sources.vendorOf(name).vendor });
  return source;
}

/** For lookups, where absence is an error. @throws MessagingError */
export function found<Value>(value: Value | null, code: ConstructorParameters<typeof MessagingError>[0]): Value {
  if (value === null) throw new MessagingError(code);
  return value;
}
