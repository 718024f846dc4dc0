import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from './page/connection.args.js';

/** The arguments of a field as the operation gives them, coerced. */
export type FieldArguments = Readonly<Record<string, unknown>>;

/**
 * What a field may cost, in vendor calls, stated where the field is resolved:
 * `calls + items x (callsPerItem + what is selected below)`, and `walk`. It is an estimate, before anything runs: from
 * above but for flows of more than three steps.
 */
export interface VendorCallCost {
  readonly calls?: number | ((args: FieldArguments) => number);
  readonly callsPerItem?: number;
  /**
   * Of reading a campaign as a whole: among the fields of one campaign the largest counts, once, because they share what
   * was read.
   */
  readonly walk?: number | ((args: FieldArguments) => number);
  /** The campaign that the field gives, by its id: its walk counts once in an operation. */
  readonly walkOf?: (args: FieldArguments) => unknown;
  readonly items?: number | ((args: FieldArguments) => number);
  /** In the place of `items`, where arguments name the type of each item: fragments on other types cost it nothing. */
  readonly itemsOfTypes?: (args: FieldArguments) => ItemsOfTypes;
}

/** How many items are of each object type, by its name; null: of a type that is not known. */
export type ItemsOfTypes = ReadonlyMap<string | null, number>;

/** For `@Extensions`: the cost of a field. */
export const costs = (cost: VendorCallCost): { cost: VendorCallCost } => ({ cost });

/** Sizes that are no number or below zero are refused later; here they must not make other fields cheaper. */
export function pageSize({ first, last }: FieldArguments): number {
  const size = first ?? last ?? DEFAULT_PAGE_SIZE;
  return typeof size === 'number' && Number.isFinite(size) ? Math.max(0, size) : MAX_PAGE_SIZE;
}

/** A vendor page of any window: two calls, and one more to learn where the list ends. */
export const pageCalls = ({ last, before }: FieldArguments): number => (last != null && before == null ? 3 : 2);

/** Equal keys of a list cost once. */
export const distinctItems =
  (argument: string) =>
  (args: FieldArguments): number =>
    distinct(args[argument]).length;

/** The same by type. @param typeOf the name of the object type that an item of the list names; null where it names none */
export const distinctItemsOfTypes =
  (argument: string, typeOf: (item: unknown) => string | null) =>
  (args: FieldArguments): ItemsOfTypes => {
    const counts = new Map<string | null, number>();
    for (const item of distinct(args[argument])) {
      const type = typeOf(item);
      counts.set(type, (counts.get(type) ?? 0) + 1);
    }
    return counts;
  };

/** A value that is no list is coerced to a list of one. */
const distinct = (list: unknown): unknown[] =>
  Array.isArray(list) ? [...new Map(list.map((item) => [JSON.stringify(item), item as unknown])).values()] : [list];

/** Most flows have Viber, SMS and voice at most. Calls for further steps count when they are made. */
export const STEPS_OF_A_FLOW = 3;
