import { type FieldNode, type GraphQLField, valueFromASTUntyped, visit } from 'graphql';
import type { FieldArguments, VendorCallCost } from '../../graph/cost.js';

export type Variables = Readonly<Record<string, unknown>>;

/** What a selection set may cost: its own fields', and those of the fragments that it opens. */
export interface CostedSelections {
  readonly costs: readonly CallCost[];
  readonly fragments: readonly CostedSelections[];
  /** Names of the object types that they are selected of; null where that is not known. */
  readonly types: ReadonlySet<string> | null;
}

/** What one selected field may cost; it depends on nothing but the variables of a request. */
export interface CallCost {
  /** Null for a field that costs nothing itself. */
  readonly cost: VendorCallCost | null;
  readonly readArguments: (variables: Variables) => FieldArguments;
  /** The argument that lists references to entities. */
  readonly references: string | null;
  readonly below: CostedSelections | null;
  /** Whether it costs the same under all variables. */
  readonly isFixed: boolean;
  /** Of a fixed one, once it is known. */
  estimate: PartEstimate | null;
}

export interface Estimate {
  /** Vendor calls, from above; never NaN. */
  readonly calls: number;
  /** References of routers to entities. */
  readonly references: number;
}

/** What fields declare in their extensions. */
interface FieldExtensions {
  readonly cost?: VendorCallCost;
  readonly references?: string;
}

interface PartEstimate extends Estimate {
  /** The largest walk through the object that the selections are of. */
  readonly walk: number;
}

const NOTHING: PartEstimate = { calls: 0, references: 0, walk: 0 };
const NO_ARGUMENTS: FieldArguments = {};

/** @returns null where neither the field nor anything below it costs a call */
export function readCallCost(
  field: GraphQLField<unknown, unknown> | undefined,
  node: FieldNode,
  below: CostedSelections | undefined,
): CallCost | null {
  if (!field) return null;
  const { cost = null, references = null } = field.extensions as FieldExtensions;
  const costsBelow = below && (below.costs.length > 0 || below.fragments.length > 0);
  if (!cost && !references && !costsBelow) return null;
  const varies = node.arguments?.some(holdsVariable) === true && (cost !== null || references !== null);
  return {
    cost,
    readArguments: cost || references ? argumentReader(node, varies) : () => NO_ARGUMENTS,
    references,
    below: costsBelow ? below : null,
    isFixed: !varies && !cost?.walkOf && (!costsBelow || isFixed(below)),
    estimate: null,
  };
}

/** Fragments are not followed: nested ones could take exponential time. */
const isFixed = ({ costs, fragments }: CostedSelections): boolean =>
  fragments.length === 0 && costs.every((below) => below.isFixed);

/** Arguments without variables are read once. */
function argumentReader(node: FieldNode, varies: boolean): (variables: Variables) => FieldArguments {
  const read = (variables: Variables): FieldArguments =>
    Object.fromEntries(
      (node.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value, variables)]),
    );
  if (varies) return read;
  const constant = read(NO_ARGUMENTS);
  return () => constant;
}

function holdsVariable(argument: NonNullable<FieldNode['arguments']>[number]): boolean {
  let holds = false;
  visit(argument, { Variable: () => void (holds = true) });
  return holds;
}

/**
 * What an operation may cost. Every fragment is computed once.
 * @param variables coerced, with own properties alone: a record without a prototype
 */
export function estimateCalls(root: CostedSelections, variables: Variables): Estimate {
  const known = new Map<string | null, Map<CostedSelections, PartEstimate>>();
  /** The largest walk through each campaign that root fields name. */
  const walks = new Map<unknown, number>();
  /** @param type of the object that they are selected of; null: of any, so that all fragments count */
  const ofSelections = ({ costs, fragments }: CostedSelections, type: string | null = null): PartEstimate => {
    let calls = 0;
    let references = 0;
    let walk = 0;
    const add = (estimate: PartEstimate): void => {
      calls += estimate.calls;
      references += estimate.references;
      walk = Math.max(walk, estimate.walk);
    };
    for (const cost of costs) add(cost.isFixed ? (cost.estimate ??= ofField(cost)) : ofField(cost));
    for (const fragment of fragments)
      if (type === null || fragment.types?.has(type) !== false) add(ofFragment(fragment, type));
    return { calls, references, walk };
  };
  const ofFragment = (fragment: CostedSelections, type: string | null): PartEstimate => {
    const ofType = known.get(type) ?? new Map<CostedSelections, PartEstimate>();
    known.set(type, ofType);
    let estimate = ofType.get(fragment);
    if (!estimate) ofType.set(fragment, (estimate = ofSelections(fragment, type)));
    return estimate;
  };
  const ofField = ({ cost, readArguments, references, below }: CallCost): PartEstimate => {
    const inside = below ? ofSelections(below) : NOTHING;
    if (!cost && references === null) return walked(inside);
    const args = readArguments(variables);
    const referred = references === null ? undefined : args[references];
    const campaign = cost?.walkOf?.(args);
    if (campaign != null) walks.set(campaign, Math.max(walks.get(campaign) ?? 0, inside.walk));
    const callsBelow = (part: PartEstimate): number => part.calls + (campaign == null ? part.walk : 0);
    const calls = cost?.itemsOfTypes
      ? sumOfTypes(cost, args, (type) => callsBelow(below ? ofSelections(below, type) : NOTHING))
      : cost
        ? costOf(cost, args, callsBelow(inside))
        : callsBelow(inside);
    return {
      calls,
      references: inside.references + (Array.isArray(referred) ? referred.length : 0),
      walk: cost ? amount(cost.walk, args, 0) : 0,
    };
  };
  const { calls, references } = walked(ofSelections(root));
  return { calls: [...walks.values()].reduce((sum, walk) => sum + walk, calls), references };
}

/** With the walk among the calls. */
const walked = (part: PartEstimate): PartEstimate =>
  part.walk === 0 ? part : { calls: part.calls + part.walk, references: part.references, walk: 0 };

/** @param callsBelow of one item of a type */
function sumOfTypes(cost: VendorCallCost, args: FieldArguments, callsBelow: (type: string | null) => number): number {
  const { calls = 0, callsPerItem = 0, itemsOfTypes } = cost;
  let sum = costOf({ calls, items: 0 }, args, 0);
  for (const [type, items] of itemsOfTypes!(args)) sum += costOf({ items, callsPerItem }, args, callsBelow(type));
  return sum;
}

function costOf({ calls, items, callsPerItem = 0 }: VendorCallCost, args: FieldArguments, below: number): number {
  const count = amount(items, args, 1);
  const each = callsPerItem + below;
  return amount(calls, args, 0) + (count === 0 || each === 0 ? 0 : count * each);
}

/** A value that is not a number counts as infinite: NaN would pass every comparison and make every sum NaN. */
function amount(given: VendorCallCost['calls'], args: FieldArguments, otherwise: number): number {
  const value = given === undefined ? otherwise : typeof given === 'number' ? given : given(args);
  return value >= 0 ? value : Number.POSITIVE_INFINITY;
}
