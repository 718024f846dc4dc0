import type { Mistakes } from './mistakes.js';
import type { SettingTexts, SettingName } from './settings.js';
import type { SettingEntry } from './settings-list.js';

/** Prefixes that no other program uses. Wider ones (CACHE_, SEND_) may belong to the platform. */
const ownPrefixes = [
  'TENANTS_',
  'JWT_',
  'SUBGRAPH_',
  'PERSISTED_',
  'UPSTREAM_',
  'CAMPAIGN_RECORD_',
  'RATE_OPERATIONS_',
  'RATE_UPSTREAM_',
  'MAX_UPSTREAM_',
  'MAX_CONCURRENT_',
];

/** Kubernetes and Docker set these for every service in the same network, and `_PORT` to an address. */
const ofOtherServices = /_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_\d+_(TCP|UDP|SCTP)(_.*)?)$/;
const isOfOtherService = (name: string, value: string): boolean =>
  ofOtherServices.test(name) || (name.endsWith('_PORT') && /^(tcp|udp|sctp):\/\//.test(value));

/** Other names of a setting, without `_`. Where the setting itself is given, they belong to another program. */
const synonyms: Readonly<Record<string, SettingName>> = {
  ALLOWEDORIGINS: 'CORS_ORIGINS',
  AUTHMODE: 'AUTH',
  AUTHTYPE: 'AUTH',
  CACHEMAX: 'CACHE_MAX_MB',
  CACHEMB: 'CACHE_MAX_MB',
  CACHESIZEMB: 'CACHE_MAX_MB',
  CORS: 'CORS_ORIGINS',
  CORSALLOWEDORIGINS: 'CORS_ORIGINS',
  DATADIRECTORY: 'DATA_DIR',
  DATAPATH: 'DATA_DIR',
  JWKSURI: 'JWT_JWKS_URL',
  JWKSURL: 'JWT_JWKS_URL',
  LOGLVL: 'LOG_LEVEL',
  OPERATIONTIMEOUT: 'OPERATION_TIMEOUT_MS',
  REDISCLOUDURL: 'REDIS_URL',
  REDISTOGOURL: 'REDIS_URL',
  SANDBOXMODE: 'SANDBOX',
  SENDTIMEOUT: 'SEND_TIMEOUT_MS',
};

/** Whatever says where a Redis is: without REDIS_URL sends would be recorded on this machine alone, and could go out twice. */
const ofRedis = /^REDIS(_.*)?$/;

/** Common names of other programs that differ from a setting by one letter. */
const commonNames: ReadonlySet<string> = new Set(['CCACHE']);

/** Standard settings of OpenTelemetry for what this program has not: metrics and logs by OTLP, and other exporters. */
const ofOtherSignals = /^OTEL_(METRICS?|LOGS?|BLRP|LOGRECORD|EXPORTER_(OTLP_(METRICS|LOGS)|(?!OTLP)[A-Z]+))_/;

/** Shorter names differ from other words by one letter (HOST, POST): there only typing slips count. */
const LEAST_LENGTH_FOR_DISTANCE = 7;
/** One changed letter is a typo for every so many letters of the setting's name. */
const LETTERS_PER_TYPO = 7;
/** A slip makes a name longer or shorter by this many letters at most. */
const LETTERS_OF_SLIP = 2;

interface KnownName {
  readonly name: string;
  readonly joined: string;
  readonly typos: number;
}

const knownName = ({ name }: SettingEntry): KnownName => ({
  name,
  joined: name.replaceAll('_', ''),
  typos: name.length < LEAST_LENGTH_FOR_DISTANCE ? 0 : Math.floor(name.length / LETTERS_PER_TYPO),
});

/**
 * Refuses what looks like a mistyped setting: if it were ignored, the default would apply without notice.
 * @param settings every setting
 * @param vendors names of vendors, in capital letters: no other program's variables begin with one of them and `_`
 * @param isExpected names that the tenants' file refers to
 */
export function refuseUnknownSettings(
  given: SettingTexts,
  settings: readonly SettingEntry[],
  vendors: readonly string[],
  isExpected: (name: string) => boolean,
  mistakes: Mistakes,
): void {
  const known = settings.map(knownName);
  const prefixes = [...ownPrefixes, ...vendors.map((vendor) => `${vendor}_`)];
  for (const [name, value = ''] of Object.entries(given)) {
    if (known.some((setting) => setting.name === name) || isExpected(name) || isOfOtherService(name, value)) continue;
    const upper = name.toUpperCase();
    if (commonNames.has(upper) || ofOtherSignals.test(upper)) continue;
    const meant = settingMeant(upper, known, given);
    if (meant !== null) mistakes.add(name, `is not a setting; did you mean ${meant}?`);
    else if (prefixes.some((prefix) => upper.startsWith(prefix))) mistakes.add(name, messageForOwnPrefix(upper, known));
  }
}

function settingMeant(name: string, known: readonly KnownName[], given: SettingTexts): string | null {
  const joined = name.replaceAll('_', '');
  const synonym = Object.hasOwn(synonyms, joined) ? synonyms[joined] : undefined;
  if (synonym !== undefined) return given[synonym] === undefined ? synonym : null;
  const sameLetters = known.find((setting) => setting.joined === joined);
  if (sameLetters) return sameLetters.name;
  const slip = known.find((setting) => isAsLong(name, setting, LETTERS_OF_SLIP) && slipsOf(setting.name).has(name));
  if (slip) return slip.name;
  const asLong = known.filter((setting) => isAsLong(name, setting, setting.typos)); // the distance is the difference at least
  const nearest = asLong.length > 0 ? nearestSetting(name, asLong) : null;
  if (nearest && nearest.distance <= nearest.typos) return nearest.name;
  return ofRedis.test(name) && given['REDIS_URL'] === undefined ? 'REDIS_URL' : null;
}

/** With one of our prefixes a suggestion is made for a more distant name too. */
function messageForOwnPrefix(name: string, known: readonly KnownName[]): string {
  const nearest = nearestSetting(name, known);
  const isNear = nearest.distance <= Math.max(2, Math.floor(name.length / 4));
  return isNear ? `is not a setting; did you mean ${nearest.name}?` : 'is not a setting';
}

const isAsLong = (name: string, setting: KnownName, difference: number): boolean =>
  Math.abs(name.length - setting.name.length) <= difference;

/** Neighbours swapped, a letter left out or doubled, or the plural. */
function slipsOf(name: string): ReadonlySet<string> {
  const slips = new Set<string>([`${name}S`, `${name}ES`]);
  for (let at = 0; at < name.length; at++) {
    const [before, letter, next, after] = [name.slice(0, at), name[at]!, name[at + 1] ?? '', name.slice(at + 2)];
    slips.add(`${before}${next}${letter}${after}`);
    slips.add(`${before}${next}${after}`);
    slips.add(`${before}${letter}${letter}${next}${after}`);
  }
  slips.delete(name);
  return slips;
}

function nearestSetting(name: string, known: readonly KnownName[]): KnownName & { readonly distance: number } {
  const measured = known.map((setting) => ({ ...setting, distance: distanceOf(name, setting.name) }));
  return measured.reduce((best, each) => (each.distance - each.typos < best.distance - best.typos ? each : best));
}

/** Letters to add, drop or change, or neighbours to swap (optimal string alignment). */
function distanceOf(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const change = (last[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swap = isSwap ? (beforeLast[column - 2] ?? 0) + 1 : Infinity;
      current.push(Math.min(change, swap, (last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
