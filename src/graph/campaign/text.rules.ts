import ipaddr from 'ipaddr.js';

/** In characters as people count them for limits: code points, not UTF-16 units. */
export const lengthOf = (text: string): number => [...text].length;

const PRIVATE_NAMES = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|home\.arpa)$/i;

/** A complete web address, or null. */
export const parseUrl = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);

/** Whether an address can be reached from outside: no loopback, private or link-local host, no single name. */
export function isPublicHost({ hostname, username, password }: URL): boolean {
  if (username !== '' || password !== '') return false;
  const address = hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(address)) return ipaddr.process(address).range() === 'unicast';
  const name = hostname.replace(/\.$/, '');
  return name.includes('.') && !PRIVATE_NAMES.test(name);
}

export function isPublicHttpsUrl(text: string): boolean {
  const url = parseUrl(text);
  return url !== null && url.protocol === 'https:' && isPublicHost(url);
}
