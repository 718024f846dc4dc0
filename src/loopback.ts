import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whether only programs of the same machine can connect to this address, an IPv6 one in brackets or not, or host name. */
export function isLoopback(host: string): boolean {
  if (host.toLowerCase() === 'localhost') return true;
  const address = host.replace(/^\[(.*)\]$/, '$1');
  // process() reads ::ffff:127.0.0.1 as an IPv4 address
  return isIP(address) !== 0 && ipaddr.process(address).range() === 'loopback';
}
