/** @returns the first index whose place is at or beyond `place` */
export function indexOf<Item>(list: readonly Item[], place: number, placeOf: (item: Item) => number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (placeOf(list[middle]!) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function insertSorted<Item>(list: Item[], item: Item, placeOf: (item: Item) => number): void {
  const last = list.at(-1);
  if (last === undefined || placeOf(last) <= placeOf(item)) list.push(item);
  else list.splice(indexOf(list, placeOf(item), placeOf), 0, item);
}

export function removeSorted<Item>(list: Item[], item: Item, placeOf: (item: Item) => number): void {
  for (let index = indexOf(list, placeOf(item), placeOf); index < list.length; index++) {
    if (list[index] === item) return void list.splice(index, 1);
    if (placeOf(list[index]!) !== placeOf(item)) return;
  }
}

/** Up to `limit` items of a list, which is in the order of their sequence, strictly beyond a place in either order. */
export function takePage<Item extends { readonly sequence: number }>(
  list: readonly Item[],
  {
    order,
    beyond,
    limit,
  }: { readonly order: 'NEWEST_FIRST' | 'OLDEST_FIRST'; readonly beyond: number | null; readonly limit: number },
  isTaken: (item: Item) => boolean,
): Item[] {
  const taken: Item[] = [];
  const step = order === 'OLDEST_FIRST' ? 1 : -1;
  const sequenceOf = ({ sequence }: Item): number => sequence;
  let index =
    step > 0
      ? indexOf(list, beyond === null ? Number.NEGATIVE_INFINITY : beyond + 1, sequenceOf)
      : indexOf(list, beyond ?? Number.POSITIVE_INFINITY, sequenceOf) - 1;
  for (; index >= 0 && index < list.length && taken.length < limit; index += step)
    if (isTaken(list[index]!)) taken.push(list[index]!);
  return taken;
}
