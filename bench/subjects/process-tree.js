import { readFileSync, readdirSync } from 'node:fs';

/** CPU and memory of a process and its children, from /proc (Linux only; 0 elsewhere). */

const TICKS_PER_SECOND = 100;
const PAGE_MEGABYTES = 4096 / 1_048_576;

/** @param {number} pid @returns {number[]} the process and everything below it */
const listTree = (pid) => {
  try {
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
    return [pid, ...children.flatMap(listTree)];
  } catch {
    return [];
  }
};

/** @param {number} pid @returns {{ megabytes: number, cpuSeconds: number }} */
export const readUsage = (pid) => {
  let [megabytes, cpuSeconds] = [0, 0];
  for (const member of listTree(pid)) {
    try {
      megabytes += Number(readFileSync(`/proc/${member}/statm`, 'utf8').split(' ')[1]) * PAGE_MEGABYTES;
      const stat = readFileSync(`/proc/${member}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      cpuSeconds += (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    } catch {
      // the process has ended
    }
  }
  return { megabytes, cpuSeconds };
};
