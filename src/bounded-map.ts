/**
 * Keeps at most `max` entries: all are forgotten when another one comes. For keys of which few different ones come: reading
 * a Map costs less than reading an LRU cache.
 */
export function setBounded<Key, Value>(map: Map<Key, Value>, max: number, key: Key, value: Value): void {
  if (map.size >= max) map.clear();
  map.set(key, value);
}
