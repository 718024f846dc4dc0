import { showNumber, showRatio } from './numbers.js';

/** @param {string[][]} rows the first one is the head */
export const writeTable = (rows) => {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length), 3));
  const lines = rows.map(
    (row) =>
      `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(' | ')} |`,
  );
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
};

/** @param {{ title: string, failure?: string }[]} results */
const writeFailures = (results) =>
  results
    .filter(({ failure }) => failure !== undefined)
    .map(({ title, failure }) => `\n\n${title} did not run: ${failure?.trim().replaceAll(/\s*\n\s*/g, ' ')}`)
    .join('');

/** @param {any} result */
const showFaults = ({ faults, firstFault }) =>
  faults === 0 ? '0' : `${faults} (${firstFault.replaceAll('|', '/').slice(0, 80)})`;

const ran = ({ failure }) => failure === undefined;
const findProject = (results) => results.find((result) => result.name === 'project' && ran(result));

/** @param {any[]} results of one load */
export const writeThroughputTable = (results) => {
  const project = findProject(results);
  return (
    writeTable([
      [
        'server',
        'requests/s',
        'project ÷ it',
        'p50 ms',
        'p99 ms',
        'peak MB',
        'memory project ÷ it',
        'CPU % server / upstream / generator',
        'wrong answers',
      ],
      ...results
        .filter(ran)
        .map((result) => [
          result.title,
          showNumber(result.requestsPerSecond),
          showRatio(project?.requestsPerSecond, result.requestsPerSecond),
          showNumber(result.p50, 2),
          showNumber(result.p99, 2),
          showNumber(result.peakMegabytes),
          showRatio(project?.peakMegabytes, result.peakMegabytes),
          [result.serverCpuShare, result.upstreamCpuShare, result.cpuShare]
            .map((share) => showNumber(share * 100))
            .join(' / '),
          showFaults(result),
        ]),
    ]) + writeFailures(results)
  );
};

/** @param {any[]} results @param {number} delay */
export const writeLatencyTable = (results, delay) =>
  writeTable([
    ['server', 'sent/s', 'answered/s', `p50 over ${delay} ms`, `p99 over ${delay} ms`, 'peak MB', 'wrong answers'],
    ...results
      .filter(ran)
      .map((result) => [
        result.title,
        showNumber(result.rate),
        showNumber(result.requestsPerSecond),
        showNumber(result.p50 - delay, 2),
        showNumber(result.p99 - delay, 2),
        showNumber(result.peakMegabytes),
        showFaults(result),
      ]),
  ]) + writeFailures(results);

/** @param {any[]} results */
export const writeMemoryTable = (results) => {
  const project = findProject(results);
  return (
    writeTable([
      [
        'server',
        'requests/s',
        'peak MB',
        'memory project ÷ it',
        'slope of the second half, MB per minute',
        'wrong answers',
      ],
      ...results
        .filter(ran)
        .map((result) => [
          result.title,
          showNumber(result.requestsPerSecond),
          showNumber(result.peakMegabytes),
          showRatio(project?.peakMegabytes, result.peakMegabytes),
          showNumber(result.slope, 2),
          showFaults(result),
        ]),
    ]) + writeFailures(results)
  );
};
