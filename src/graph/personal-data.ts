import { getMetadataStorage } from 'type-graphql';
import { type InputPath, MessagingError } from '../errors/error.js';
import { maskPhoneNumber } from './delivery/phone-number.js';

/**
 * What a field can hold, for `@Extensions` beside its `@Field`. Callers without the scope `read:recipients` see a
 * marked field masked, and may neither order nor filter by it.
 */
export const PHONE_NUMBER = { personalData: 'PHONE_NUMBER' } as const;
/** A name, which is shown, or a phone number, which is masked. */
export const NAME_OR_PHONE_NUMBER = { personalData: 'NAME_OR_PHONE_NUMBER' } as const;

type PersonalData = (typeof PHONE_NUMBER | typeof NAME_OR_PHONE_NUMBER)['personalData'];
type Change = (value: unknown) => unknown;
type TypeMetadata = ReturnType<typeof getMetadataStorage>['objectTypes' | 'interfaceTypes'][number];
type FieldMetadata = NonNullable<TypeMetadata['fields']>[number];

/** A text with letters is a name, unless it holds seven digits in a row, separators aside. */
const isName = (text: string): boolean => /\p{L}/u.test(text) && !/\p{Nd}(?:[\s().+/-]*\p{Nd}){6}/u.test(text);

const MASKS: Readonly<Record<PersonalData, Change>> = {
  PHONE_NUMBER: (value) => (typeof value === 'string' ? maskPhoneNumber(value) : value),
  NAME_OR_PHONE_NUMBER: (value) => (typeof value === 'string' && !isName(value) ? maskPhoneNumber(value) : value),
};

/** By the name of the type; null where neither the type nor anything below it has a marked field. */
const changes = new Map<string, Change | null>();

/**
 * A copy of a value of an object type with every marked field masked, at any depth. What is marked is read from the
 * decorators once per type; the schema has to be built before.
 */
export const maskValue = <Value extends object>(typeName: string, value: Value): Value =>
  (changeOf(typeName)?.(value) ?? value) as Value;

/** Whether a field of a type is marked. */
function isPersonal(typeName: string, fieldName: string): boolean {
  const { inputTypes } = getMetadataStorage();
  const type = inputTypes.find(({ name }) => name === typeName);
  const fields = type?.fields ?? fieldsOf(typeNamed(typeName));
  return fields.some(({ schemaName, extensions }) => schemaName === fieldName && extensions?.['personalData']);
}

/**
 * For ordering and filtering, which would reveal what masking hides.
 * @throws MessagingError FORBIDDEN where the field is marked and the caller sees it masked
 */
export function requireUnmasked(
  scopes: ReadonlySet<string>,
  { type, field, use, inputPath }: { type: string; field: string; use: string; inputPath: InputPath },
): void {
  if (scopes.has('read:recipients') || !isPersonal(type, field)) return;
  throw new MessagingError('FORBIDDEN', { message: `${use} needs the scope read:recipients.`, inputPath });
}

function changeOf(typeName: string): Change | null {
  let change = changes.get(typeName);
  if (change === undefined) {
    const type = typeNamed(typeName);
    change = holdsPersonalData(type) ? createChange(type) : null;
    changes.set(typeName, change);
  }
  return change;
}

function createChange(type: TypeMetadata): Change {
  const parts: [name: string, change: Change][] = [];
  for (const field of fieldsOf(type)) {
    const change = fieldChange(field);
    if (change) parts.push([field.name, change]);
  }
  return (value) => {
    const copy = { ...(value as Record<string, unknown>) };
    for (const [name, change] of parts) if (copy[name] !== undefined) copy[name] = changeEach(copy[name], change);
    return copy;
  };
}

function fieldChange(field: FieldMetadata): Change | null {
  const mark = markOf(field);
  if (mark !== undefined) return MASKS[mark];
  if (isAbstract(field))
    return (value) => maskValue((value as { readonly __typename: string }).__typename, value as object);
  const type = objectTypeOf(field);
  // looked up with the value: a type may contain itself
  return type && holdsPersonalData(type) ? (value) => maskValue(type.name, value as object) : null;
}

/** Whether a type or anything below it has a marked field; below an interface or a union it may always. */
function holdsPersonalData(type: TypeMetadata): boolean {
  const below = new Set([type]);
  for (const one of below) {
    for (const field of fieldsOf(one)) {
      if (markOf(field) !== undefined || isAbstract(field)) return true;
      const next = objectTypeOf(field);
      if (next) below.add(next);
    }
  }
  return false;
}

const markOf = ({ extensions }: FieldMetadata): PersonalData | undefined =>
  extensions?.['personalData'] as PersonalData | undefined;

const objectTypeOf = ({ getType }: FieldMetadata): TypeMetadata | undefined => {
  const target = getType();
  return getMetadataStorage().objectTypes.find((type) => type.target === target);
};

/** Whether its values say by `__typename` what they are. */
function isAbstract({ getType }: FieldMetadata): boolean {
  const target = getType();
  const { interfaceTypes, unions } = getMetadataStorage();
  return interfaceTypes.some((type) => type.target === target) || unions.some(({ symbol }) => symbol === target);
}

/** Lists are changed item by item; null and an Error in the place of a value stay. */
function changeEach(value: unknown, change: Change): unknown {
  if (value == null || value instanceof Error) return value;
  return Array.isArray(value) ? value.map((item) => changeEach(item, change)) : change(value);
}

/** @throws TypeError for a type that is not in the schema: its values must not be shown unmasked by mistake */
function typeNamed(typeName: string): TypeMetadata {
  const type = typesOfValues().find(({ name }) => name === typeName);
  if (!type?.fields) throw new TypeError(`the schema has no object type ${typeName}`);
  return type;
}

const typesOfValues = (): TypeMetadata[] => {
  const { objectTypes, interfaceTypes } = getMetadataStorage();
  return [...objectTypes, ...interfaceTypes];
};

/** Its own and those of the classes that it extends or implements. */
const fieldsOf = ({ target, interfaceClasses = [] }: TypeMetadata): FieldMetadata[] =>
  typesOfValues()
    .filter(
      (type) =>
        type.target === target || isSubclass(target, type.target) || (interfaceClasses ?? []).includes(type.target),
    )
    .flatMap(({ fields = [] }) => fields);

const isSubclass = (target: Function, base: Function): boolean => target.prototype instanceof base;
