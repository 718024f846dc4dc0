import type { KeyValueCache } from '@apollo/utils.keyvaluecache';
import { LRUCache } from 'lru-cache';

/** Apollo's interface of a store, in memory and bounded. */
export class BoundedStore<Value extends object | string> implements KeyValueCache<Value> {
  private readonly entries: LRUCache<string, Value>;

  constructor(options: {
    readonly max: number;
    readonly maxSize?: number;
    readonly sizeOf?: (value: Value) => number;
  }) {
    const { max, maxSize, sizeOf } = options;
    this.entries = new LRUCache<string, Value>({
      max,
      ...(maxSize && sizeOf ? { maxSize, sizeCalculation: sizeOf } : {}),
    });
  }

  peek(key: string): Value | undefined {
    return this.entries.get(key);
  }

  async get(key: string): Promise<Value | undefined> {
    return this.entries.get(key);
  }

  async set(key: string, value: Value): Promise<void> {
    this.entries.set(key, value);
  }

  async delete(key: string): Promise<boolean> {
    return this.entries.delete(key);
  }
}
