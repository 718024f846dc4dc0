/** A decimal number as units / 10^scale. */
interface Scaled {
  readonly units: bigint;
  readonly scale: number;
}

const NUMERIC = /^([+-]?)(\d+)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$|^([+-]?)\.(\d+)(?:e([+-]?\d{1,3}))?$/i;
/** Longer ones are no prices. */
const MAX_TEXT = 100;

function parse(text: string): Scaled | null {
  const match = NUMERIC.exec(text);
  if (!match) return null;
  const [sign, whole, fraction, exponent] =
    match[2] === undefined ? [match[5], '', match[6], match[7]] : [match[1], match[2], match[3], match[4]];
  const units = BigInt(`${whole}${fraction ?? ''}`);
  const scale = (fraction ?? '').length - Number(exponent ?? 0);
  const signed = sign === '-' ? -units : units;
  return scale >= 0 ? { units: signed, scale } : { units: signed * 10n ** BigInt(-scale), scale: 0 };
}

function write({ units, scale }: Scaled): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const split = digits.length - scale;
  const fraction = digits.slice(split).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${digits.slice(0, split)}${fraction && `.${fraction}`}`;
}

function parseOwn(decimal: string): Scaled {
  const parsed = parse(decimal);
  if (!parsed) throw new TypeError('not a decimal number');
  return parsed;
}

const rescale = ({ units, scale }: Scaled, to: number): bigint => units * 10n ** BigInt(to - scale);

/**
 * A decimal number in its one spelling: digits, with a point only before a fraction, no exponent, no zeros at the end
 * of the fraction. A JSON number is exact to 15 digits, and as it was written where that is its shortest spelling.
 * @returns null for what is no finite number, and for one of more than 100 characters as given or as returned
 */
export function readDecimal(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  const parsed = text.length <= MAX_TEXT ? parse(text) : null;
  const decimal = parsed && write(parsed);
  return decimal !== null && decimal.length <= MAX_TEXT ? decimal : null;
}

/** Exact. @param decimals as readDecimal writes them */
export function addDecimals(decimals: readonly string[]): string {
  const parsed = decimals.map(parseOwn);
  const scale = Math.max(0, ...parsed.map((one) => one.scale));
  return write({ units: parsed.reduce((sum, one) => sum + rescale(one, scale), 0n), scale });
}

/** Exact. @param decimal as readDecimal writes it @param count a whole number */
export function multiplyDecimal(decimal: string, count: number): string {
  const { units, scale } = parseOwn(decimal);
  return write({ units: units * BigInt(count), scale });
}

/** 16 characters of a number: shorter ones have at most 15 digits, which a double keeps. */
const LONG_NUMBER = /-?\d[\d.eE+-]{15}/;
/** A text, or a number that is one by the grammar of JSON. */
const TOKEN = /"(?:[^"\\]+|\\.)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/** JSON whose numbers are texts where a double might not keep them: for amounts of money, as readDecimal takes them. */
export const quoteLongNumbers = (json: string): string =>
  LONG_NUMBER.test(json)
    ? json.replace(TOKEN, (token) => (token.length < 16 || token.startsWith('"') ? token : `"${token}"`))
    : json;
