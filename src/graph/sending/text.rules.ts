import ipaddr from 'ipaddr.js';
import type { MessagingErrorCode } from '../../errors/catalogue.js';
import type { InputPath, Violation } from '../../errors/error.js';

/** A broken rule. `rule` says what is allowed, with the number, and never holds the value. */
export function violation(inputPath: InputPath, rule: string, code: MessagingErrorCode = 'BAD_USER_INPUT'): Violation {
  const field = inputPath.findLast((segment) => typeof segment === 'string');
  return { code, inputPath, message: `${field}: ${rule}` };
}

/** In characters as people count them: code points, not UTF-16 units. */
const lengthOf = (text: string): number => [...text].length;

/** Whether a text has the length that is allowed; both ends are. */
export function lengthViolations(
  inputPath: InputPath,
  text: string,
  [least, most]: readonly [number, number],
  code?: MessagingErrorCode,
): Violation[] {
  const length = lengthOf(text);
  if (length >= least && length <= most) return [];
  const allowed = least > 0 ? `${least} to ${most} are allowed` : `at most ${most} are allowed`;
  return [violation(inputPath, `${length} ${length === 1 ? 'character' : 'characters'}; ${allowed}`, code)];
}

/** Names of hosts that are not on the internet (RFC 6761, RFC 6762, RFC 8375 and common habits). */
const PRIVATE_NAMES =
  /(^|\.)(localhost|localdomain|local|internal|intranet|lan|home|corp|private|test|invalid|onion|arpa)$/i;

/**
 * An address without what a parser of addresses silently drops or rewrites (spaces, control and format characters,
 * backslashes), and without user name and password.
 */
const WRITTEN_PLAINLY = /^[a-z][a-z\d+.-]*:\/\/[^\s\p{Cc}\p{Cf}\\@/?#]+(?:[/?#][^\s\p{Cc}\p{Cf}\\]*)?$/iu;

/** A complete web address, or null. */
export const parseUrl = (text: string): URL | null =>
  WRITTEN_PLAINLY.test(text) && URL.canParse(text) ? new URL(text) : null;

/** What recipients can open: any other scheme, such as `javascript:`, runs something or opens nothing. */
export function isWebUrl(text: string): boolean {
  const url = parseUrl(text);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:');
}

/** The rule of `isPublicHttpsUrl`, as violations give it. */
export const HTTPS_ADDRESS = 'an https address on a public host is needed';

/** What the vendor can fetch or call. */
export function isPublicHttpsUrl(text: string): boolean {
  const url = parseUrl(text);
  return url !== null && url.protocol === 'https:' && isPublicHost(url);
}

/** Whether an address can be reached from outside: no loopback, private or link-local host, no single name. */
export function isPublicHost({ hostname }: URL): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(address)) return isPublicAddress(address);
  const name = hostname.replace(/\.$/, '');
  return name.includes('.') && !name.split('.').includes('') && !PRIVATE_NAMES.test(name);
}

const IPV4_COMPATIBLE = ipaddr.IPv6.parseCIDR('::/96');

function isPublicAddress(text: string): boolean {
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast') return false;
  return !(address instanceof ipaddr.IPv6) || !address.match(IPV4_COMPATIBLE);
}
