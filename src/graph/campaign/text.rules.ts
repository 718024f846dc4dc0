import ipaddr from 'ipaddr.js';

/** In characters as people count them for limits: code points, not UTF-16 units. */
export const lengthOf = (text: string): number => [...text].length;

/** Names that lead nowhere outside a network of one's own (RFC 6761, RFC 6762, RFC 8375 and common habits). */
const PRIVATE_NAMES =
  /(^|\.)(localhost|localdomain|local|internal|intranet|lan|home|corp|private|test|invalid|onion|arpa)$/i;

/** An address as it is written: nothing that a parser of addresses would quietly leave out or turn around. */
const WRITTEN_PLAINLY = /^[a-z][a-z\d+.-]*:\/\/[^\s\p{Cc}\\@/?#]+(?:[/?#][^\s\p{Cc}\\]*)?$/iu;

/** A complete web address, or null. */
export const parseUrl = (text: string): URL | null =>
  WRITTEN_PLAINLY.test(text) && URL.canParse(text) ? new URL(text) : null;

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

export function isPublicHttpsUrl(text: string): boolean {
  const url = parseUrl(text);
  return url !== null && url.protocol === 'https:' && isPublicHost(url);
}
