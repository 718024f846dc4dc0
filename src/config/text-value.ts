import { isIP } from 'node:net';
import { z } from 'zod';
import { isLoopback } from '../loopback.js';

/** The documentation of a setting. */
export interface About {
  /** The default, as a value or in words; `-` for none. */
  readonly defaultText: string;
  /** Whether `defaultText` is a value that could be set. */
  readonly isFixed: boolean;
  readonly meaning: string;
}

export const about = z.registry<About>();

/** `docker run --env-file` passes the quotes of a file on, with which no login works. */
export const isQuoted = (value: string): boolean => /^(["'`]).*\1$/s.test(value);

/** The text of a variable. */
const unquoted = z.string().refine((value) => !isQuoted(value), {
  error: 'must be written without the quotes around it, which docker run --env-file keeps',
});

/** A setting whose default is `defaultText`. */
export const setting = <Value>(value: z.ZodType<Value, string>, defaultText: string, meaning: string) =>
  unquoted.pipe(value).prefault(defaultText).register(about, { defaultText, isFixed: true, meaning });

/** A setting that is null where it is not set; `defaultText` says in words what applies then. */
export const optional = <Value>(value: z.ZodType<Value, string>, defaultText: string, meaning: string) =>
  unquoted.pipe(value).nullable().default(null).register(about, { defaultText, isFixed: false, meaning });

/** The variables that are set; an empty one counts as not set. */
export type SettingTexts = Readonly<Partial<Record<string, string>>>;

/** The kinds of values, from the text of a variable. No message repeats the text: it may be a secret. */

export const text = (isRight: (text: string) => boolean, expected: string) =>
  z
    .string({ error: (issue) => (issue.input === undefined ? 'is missing' : 'must be a text') })
    .refine(isRight, { error: expected });

/** Copied values often have a space or a line end, with which no login and no path works. */
const isTrimmedLine = (value: string): boolean =>
  value !== '' && value === value.trim() && !/[\u0000-\u001f\u007f\u2028\u2029]/.test(value);

export const anyText = text(
  isTrimmedLine,
  'must not be empty, start or end with white space, or hold a line end or another control character',
);

/** The user name of HTTP Basic authentication ends at the first colon (RFC 7617, section 2). */
export const basicUser = text(
  (value) => isTrimmedLine(value) && !value.includes(':'),
  'must not be empty, start or end with white space, or hold a colon, a line end or another control character',
);

/** One segment of the path of a URL: percent-encoding saves neither dots nor half of a surrogate pair. */
export const pathPart = text(
  (value) => isTrimmedLine(value) && value.length <= 256 && !/^\.{1,2}$/.test(value) && value.isWellFormed(),
  'must be 1 to 256 characters of well-formed text other than . and .., without white space at its ends, a line end or another control character',
);

export const wholeNumber = (least: number, most: number) =>
  text(
    (value) => /^\d{1,10}$/.test(value) && Number(value) >= least && Number(value) <= most,
    `must be a whole number from ${least} to ${most}`,
  ).transform(Number);

/** `auto`, or how many. */
export const countOrAuto = (most: number) =>
  text(
    (value) => value === 'auto' || (/^\d{1,10}$/.test(value) && Number(value) >= 1 && Number(value) <= most),
    `must be auto, or a whole number from 1 to ${most}`,
  ).transform((value) => (value === 'auto' ? value : Number(value)));

export const port = wholeNumber(0, 65_535);

export const oneOf = <const Word extends string>(...words: Word[]) =>
  z.enum(words, { error: `must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}` });

export const onOff = z.enum(['on', 'off'], { error: 'must be on or off' }).transform((word) => word === 'on');

/** A URL that paths are appended to; slashes at its end are removed. */
export const baseAddress = text(
  (value) => isHttpAddress(value) && !/[?#]/.test(value),
  'must be an http or https URL without a user, password, query or fragment',
).transform((value) => value.replace(/\/+$/, ''));

/** Where vendors reach this server: in plain text on this machine alone. Slashes at its end are removed. */
export const publicAddress = text(
  (value) =>
    isHttpAddress(value) && !/[?#]/.test(value) && (/^https:/i.test(value) || isLoopback(hostOf(new URL(value)))),
  'must be an https URL, or an http URL on loopback, without a user, password, query or fragment',
).transform((value) => value.replace(/\/+$/, ''));

/** One secret, or two with a comma between, the newest first. */
export const callbackSecrets = text((value) => {
  const secrets = splitList(value);
  return secrets.length <= 2 && secrets.every((secret) => /^[!-~]{32,}$/.test(secret));
}, 'must be one secret, or two with a comma between, of 32 or more printable ASCII characters each, without spaces and commas').transform(
  (value): readonly string[] => splitList(value),
);

export const address = text(isHttpAddress, 'must be an http or https URL without a user or password');

export const redisAddress = text(
  isRedisAddress,
  'must be a redis:// or rediss:// URL: redis://user:password@host:6379/0, with a number for the database, and %25 for a % in user or password',
);

export const listenAddress = text(
  (value) => isIP(withoutBrackets(value)) !== 0 || /^[a-z\d]([a-z\d.-]{0,252})$/i.test(value),
  'must be an IP address or a host name, without a port',
).transform(withoutBrackets);

/** Text that a header can carry. */
export const headerText = text((value) => /^[!-~]+$/.test(value), 'must be printable ASCII without spaces');

/** A key that callers send as a bearer token or as `x-api-key`: what src/server/auth/credential.ts reads. */
export const keyText = text(
  (value) => /^[!-+\--~]{1,12000}$/.test(value),
  'must be 1 to 12000 characters of printable ASCII without spaces and commas',
);

/** `off`, or origins with commas between. */
export const origins = text(
  (value) => value === 'off' || splitList(value).every(isOrigin),
  'must be off, or origins such as https://app.example.com with commas between; * is not offered, since every web page could then call',
).transform((value): readonly string[] =>
  value === 'off' ? [] : splitList(value).map((origin) => new URL(origin).origin),
);

function isHttpAddress(value: string): boolean {
  if (/[\s{}]/.test(value) || !URL.canParse(value)) return false; // braces: GMS writes {site} where a name belongs
  const { protocol, username, password } = new URL(value);
  return /^https?:\/\//i.test(value) && /^https?:$/.test(protocol) && username === '' && password === '';
}

const hostOf = ({ hostname }: URL): string => withoutBrackets(hostname);

function isRedisAddress(value: string): boolean {
  if (!/^rediss?:\/\//.test(value) || /\s/.test(value) || !URL.canParse(value)) return false;
  const { hostname, pathname, username, password } = new URL(value);
  return hostname !== '' && /^(\/\d*)?$/.test(pathname) && isPercentEncoded(username) && isPercentEncoded(password);
}

function isPercentEncoded(value: string): boolean {
  try {
    decodeURIComponent(value);
    return true;
  } catch {
    return false;
  }
}

function isOrigin(value: string): boolean {
  if (!isHttpAddress(value)) return false;
  const { pathname, search, hash } = new URL(value);
  return pathname === '/' && search === '' && hash === '' && !value.includes('*');
}

function splitList(value: string): string[] {
  return value.split(',').map((item) => item.trim());
}

function withoutBrackets(value: string): string {
  return value.replace(/^\[(.*)\]$/, '$1');
}
