import { median, medianInterval, showNumber } from './numbers.js';
import { writeTable } from './tables.js';

/** The project beside the earlier commit of `--against`, round by round. */

/** @type {Record<string, (round: any, delay: number) => number>} `delay` of the vendor is subtracted from latencies */
const METRICS = {
  'requests/s': (round) => round.requestsPerSecond,
  'CPU per request': (round) => round.serverCpuShare / round.requestsPerSecond,
  p50: (round, delay) => round.p50 - delay,
  p99: (round, delay) => round.p99 - delay,
  'peak memory': (round) => round.peakMegabytes,
};

/**
 * The ratio project / before of every metric in every round. The two were measured one right after the other.
 * @param {any[]} results of one load @param {number} delay of the vendor, milliseconds
 * @returns {{ title: string, ratios: number[] }[] | null} null where there is nothing to compare
 */
export const pairRounds = (results, delay) => {
  const [project, before] = ['project', 'before'].map((name) => results.find((result) => result.name === name));
  if (project?.rounds === undefined || before?.rounds === undefined) return null;
  return Object.entries(METRICS).map(([title, read]) => ({
    title,
    ratios: project.rounds.map(
      (/** @type {any} */ round, /** @type {number} */ index) => read(round, delay) / read(before.rounds[index], delay),
    ),
  }));
};

/**
 * @param {any[]} results of one load @param {number} [delay] of the vendor, milliseconds
 * @returns {string} a table below the one of the load; empty where there is nothing to compare
 */
export const writeComparison = (results, delay = 0) => {
  const pairs = pairRounds(results, delay);
  if (pairs === null) return '';
  const { title } = results.find(({ name }) => name === 'before');
  const count = pairs[0].ratios.length;
  const intervals = pairs.map(({ ratios }) => medianInterval(ratios));
  const range = intervals[0].is95 ? '95 % interval' : `lowest to highest of ${count}`;
  const rows = [
    [`project ÷ ${title}`, ...pairs.map((pair) => pair.title)],
    [`median of ${count} paired ratios`, ...pairs.map(({ ratios }) => showNumber(median(ratios), 3))],
    [range, ...intervals.map(({ low, high }) => `${showNumber(low, 3)} to ${showNumber(high, 3)}`)],
  ];
  const table = writeTable(count === 1 ? [rows[0], ['ratio', ...rows[1].slice(1)]] : rows);
  return `\n\n${table}`;
};
