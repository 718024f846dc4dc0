import { isIP } from 'node:net';
import { z } from 'zod';

/** What the text of a setting may be, and its parsed value. No message repeats the text: it may be a secret. */

const text = (isRight: (text: string) => boolean, expected: string) =>
  z
    .string({ error: (issue) => (issue.input === undefined ? 'is missing' : 'must be a text') })
    .refine(isRight, { error: expected });

/** A copied value often brings a space or a line end, with which a login or a path never works. */
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

export const wholeNumber = (least: number, most: number) =>
  text(
    (value) => /^\d{1,10}$/.test(value) && Number(value) >= least && Number(value) <= most,
    `must be a whole number from ${least} to ${most}`,
  ).transform(Number);

export const port = wholeNumber(0, 65_535);

export const oneOf = <const Word extends string>(...words: Word[]) =>
  z.enum(words, { error: `must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}` });

export const onOff = z.enum(['on', 'off'], { error: 'must be on or off' }).transform((word) => word === 'on');

/** An address that paths are put behind; slashes at its end are cut off. */
export const baseAddress = text(
  (value) => isHttpAddress(value) && !/[?#]/.test(value),
  'must be an http or https URL without a user, password, query or fragment',
).transform((value) => value.replace(/\/+$/, ''));

export const address = text(isHttpAddress, 'must be an http or https URL without a user or password');

export const redisAddress = text(
  isRedisAddress,
  'must be a redis:// or rediss:// URL: redis://user:password@host:6379/0, with a number for the database',
);

export const listenAddress = text(
  (value) => isIP(withoutBrackets(value)) !== 0 || /^[a-z\d]([a-z\d.-]{0,252})$/i.test(value),
  'must be an IP address or a host name, without a port',
).transform(withoutBrackets);

/** What a caller can send in a header as it is. */
export const headerText = text((value) => /^[!-~]+$/.test(value), 'must be printable ASCII without spaces');

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

function isRedisAddress(value: string): boolean {
  if (!/^rediss?:\/\//.test(value) || /\s/.test(value) || !URL.canParse(value)) return false;
  const { hostname, pathname } = new URL(value);
  return hostname !== '' && /^(\/\d*)?$/.test(pathname);
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
