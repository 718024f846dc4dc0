/** An input as text, the same for the same input however it was written. */
export interface CanonicalInput {
  /** The form of `text`; a record names the form that its key was bound with. */
  readonly form: number;
  readonly text: string;
  /** @returns the input in an older form, to compare it with a record of that form; null for a form not known here */
  inForm(form: number): string | null;
}

type Write = (kind: string, input: object, defaults: Readonly<Record<string, unknown>>) => string;

/** By version. A form is never changed once it was released: a new one gets the next number. */
const FORMS: Readonly<Record<number, Write>> = { 1: writeForm1 };
const CURRENT_FORM = 1;

/**
 * @param input without the idempotency key
 * @param defaults the defaults that the schema writes, by member of `input` and of the objects in it
 */
export function canonicalInput(
  kind: string,
  input: object,
  defaults: Readonly<Record<string, unknown>> = {},
  forms: Readonly<Record<number, Write>> = FORMS,
  form: number = CURRENT_FORM,
): CanonicalInput {
  const inForm = (asked: number): string | null => forms[asked]?.(kind, input, defaults) ?? null;
  return { form, text: inForm(form) ?? '', inForm };
}

/**
 * Form 1: JSON of kind and input with members sorted by name. Absent, null, an empty list and a default written in the
 * schema are left out.
 */
function writeForm1(kind: string, input: object, defaults: Readonly<Record<string, unknown>>): string {
  return JSON.stringify([kind, input], (_name, value: unknown) => {
    if (value === null || (Array.isArray(value) && value.length === 0)) return undefined;
    if (typeof value !== 'object' || Array.isArray(value)) return value;
    const given = Object.entries(value as object).filter(([name, member]) => member !== defaults[name]);
    return Object.fromEntries(given.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
