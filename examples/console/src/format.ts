/** Numbers, times and countries as the reader's browser writes them. */
const locale = navigator.languages.length > 0 ? [...navigator.languages] : undefined;

const numbers = new Intl.NumberFormat(locale);
const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
const amounts = new Intl.NumberFormat(locale, { minimumFractionDigits: 4, maximumFractionDigits: 4 });
const totals = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const times = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
const moments = new Intl.DateTimeFormat(locale, {
  day: 'numeric',
  month: 'short',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
});
const countries = new Intl.DisplayNames(locale ?? 'en', { type: 'region', fallback: 'code' });

export const formatNumber = (value: number): string => numbers.format(value);
export const formatMessages = (count: number): string =>
  `${formatNumber(count)} ${count === 1 ? 'message' : 'messages'}`;

/** 100 % is all of them. */
export function formatShare(part: number, whole: number): string {
  const share = whole === 0 ? 0 : part / whole;
  return percents.format(part < whole ? Math.min(share, 0.999) : share);
}
export const formatTime = (iso: string | number): string => times.format(new Date(iso));
/** The time, and the day where it is another than today. */
export function formatMoment(iso: string): string {
  const date = new Date(iso);
  const isToday = date.toDateString() === new Date().toDateString();
  return (isToday ? times : moments).format(date);
}

export const formatDate = (iso: string): string => dates.format(new Date(iso));

/** Of many messages together: two places are enough from one hundredth on. */
export function formatTotal(value: number | string): string {
  const number = Number(value);
  return (number !== 0 && Math.abs(number) < 0.01 ? amounts : totals).format(number);
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** In the largest unit that fits without a fraction. */
export function formatSeconds(seconds: number): string {
  const [unit, size] = UNITS.find(([, size]) => seconds >= size && seconds % size === 0) ?? (['second', 1] as const);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / size);
}

/** @param currency null where the vendor names none, as Routee in its answers */
export function formatAmount(value: number | string, currency: string | null = null): string {
  if (currency === null) return amounts.format(Number(value));
  return new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 4 }).format(Number(value));
}

/** @param code ISO 3166-1 alpha-2 */
export const formatCountry = (code: string): string => (/^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code);

/** Text of a caller within a line of others: its direction does not reorder them. */
export const isolate = (text: string): string => `\u2068${text}\u2069`;

/** Words of the graph, such as `IN_PROGRESS`, for people. */
export const words = (value: string): string => {
  if (value === 'SMS') return value;
  const text = value.toLowerCase().replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** Whether the graph shows the last three digits alone, for lack of the scope read:recipients. */
export const isMasked = (phoneNumber: string): boolean => phoneNumber.includes('•');
