import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whether only programs of this machine can reach what listens there. */
export function isLoopback(host: string): boolean {
  if (host.toLowerCase() === 'localhost') return true;
  // process() reads ::ffff:127.0.0.1 as the IPv4 address that it is
  return isIP(host) !== 0 && ipaddr.process(host).range() === 'loopback';
}
