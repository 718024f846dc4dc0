import { median, medianInterval, showNumber } from './numbers.js';
import { writeTable } from './tables.js';

/** The project beside the earlier commit of `--against`, round by round. */

/** @type {Record<string, (round: any) => number>} */
const METRICS = {
  'requests/s': (round) => round.requestsPerSecond,
  'CPU per request': (round) => round.serverCpuShare / round.requestsPerSecond,
  p50: (round) => round.p50,
  p99: (round) => round.p99,
  'peak memory': (round) => round.peakMegabytes,
};

/**
 * The ratio project / before of every metric in every round. The two were measured one right after the other.
 * @param {any[]} results of one load
 * @returns {{ title: string, ratios: number[] }[] | null} null where there is nothing to compare
 */
export const pairRounds = (results) => {
  const [project, before] = ['project', 'before'].map((name) => results.find((result) => result.name === name));
  if (project?.rounds === undefined || before?.rounds === undefined) return null;
  return Object.entries(METRICS).map(([title, read]) => ({
    title,
    ratios: project.rounds.map(
      (/** @type {any} */ round, /** @type {number} */ index) => read(round) / read(before.rounds[index]),
    ),
  }));
};

/** @param {any[]} results of one load @returns {string} empty where there is nothing to compare */
export const writeComparison = (results) => {
  const pairs = pairRounds(results);
  if (pairs === null) return '';
  const { title } = results.find(({ name }) => name === 'before');
  const count = pairs[0].ratios.length;
  const intervals = pairs.map(({ ratios }) => medianInterval(ratios));
  const range = intervals[0].is95 ? '95 % interval' : `lowest to highest of ${count}`;
  const table = writeTable([
    [`project ÷ ${title}`, ...pairs.map((pair) => pair.title)],
    [`median of ${count} paired ratios`, ...pairs.map(({ ratios }) => showNumber(median(ratios), 3))],
    [range, ...intervals.map(({ low, high }) => `${showNumber(low, 3)} to ${showNumber(high, 3)}`)],
  ]);
  return `\n\n${table}`;
};
