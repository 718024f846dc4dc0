import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Owners of the ledgers that this process has open. */
const openOwners = new Set<string>();

/** What distinguishes processes with one number: host, boot and pid namespace. `-` where the system has no /proc. */
const place = [
  hostname(),
  orDash(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
  orDash(() => readlinkSync('/proc/self/ns/pid')),
];

/** Names this process in what it writes. @returns fields with spaces between: the place, pid, start, and a new id */
export function openOwner(): string {
  const owner = [...place, process.pid, startOf(process.pid), randomUUID()].join(' ');
  openOwners.add(owner);
  return owner;
}

export const closeOwner = (owner: string): void => void openOwners.delete(owner);

/** Whether the process is known to have ended. Of one on another host, or in another container, nothing is known. */
export function isGone(owner: string): boolean {
  if (!isOfThisPlace(owner)) return false;
  const [pid, start] = owner.split(' ').slice(place.length);
  if (Number(pid) === process.pid && start === startOf(process.pid)) return !openOwners.has(owner);
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    return (error as { code?: unknown }).code === 'ESRCH';
  }
  const now = statOf(Number(pid));
  if (ENDED.has(now.state)) return true;
  return now.start !== '-' && start !== '-' && now.start !== start; // another process has its number
}

/** States of a process that has ended and whose number is still taken: its parent has not asked how it ended. */
const ENDED: ReadonlySet<string> = new Set(['Z', 'X', 'x']);

/** Whether the process is known to run, and has the monotonic clock of this one, which begins with the boot. */
export const sharesClock = (owner: string): boolean => isOfThisPlace(owner) && !place.includes('-') && !isGone(owner);

/** Of another host, boot or container nothing is known. */
const isOfThisPlace = (owner: string): boolean =>
  owner.split(' ', place.length).every((part, at) => part === place[at]);

/**
 * Fields 3 and 22 of the stat of a process, whose second, in brackets, can hold any character: its state, and the clock
 * ticks between the boot and its start. `-` for what is not known.
 */
function statOf(pid: number): { readonly state: string; readonly start: string } {
  const stat = orDash(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] || '-', start: fields[19] ?? '-' };
}

const startOf = (pid: number): string => statOf(pid).start;

function orDash(read: () => string): string {
  try {
    return read();
  } catch {
    return '-';
  }
}
