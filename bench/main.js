import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOAD_NAMES, findLoad } from './load/loads.js';
import { readOptions } from './options.js';
import { writeComparison } from './report/comparison.js';
import { describeRun, saveSections, writeSection } from './report/results-file.js';
import { writeLatencyTable, writeMemoryTable, writeThroughputTable } from './report/tables.js';
import { VENDOR_DELAY, runLatency } from './runs/latency.js';
import { MEMORY_CONNECTIONS, runMemory } from './runs/memory.js';
import { runThroughput } from './runs/throughput.js';
import { buildCommit } from './subjects/earlier-commit.js';
import { addEarlierCommit } from './subjects/subjects.js';

/** The benchmark: every server under every load, in turn. See README.md. */

/** @param {string} line */
const print = (line) => console.log(line);

/** @param {import("./runs/runners.js").Setting} setting */
const createRunner = (setting) => {
  const rounds = `${setting.connections} connections, medians of ${setting.rounds} rounds of ${setting.seconds} s`;

  /** @param {string} name */
  return async (name) => {
    if (name === 'latency') {
      const results = await runLatency(setting);
      const table = writeLatencyTable(results, VENDOR_DELAY) + writeComparison(results, VENDOR_DELAY);
      const pace = setting.rate === null ? 'half of what the server can answer from it' : `${setting.rate} requests/s`;
      const title = `what is added to a vendor that takes ${VENDOR_DELAY} ms: cold pages arriving at a fixed rate, ${pace}`;
      return {
        title,
        table,
        upstream: 'node',
        conditions: `medians of ${setting.rounds} rounds of ${setting.seconds} s`,
      };
    }
    if (name === 'memory') {
      const results = await runMemory(setting);
      const table = writeMemoryTable(results) + writeComparison(results);
      const conditions = `${MEMORY_CONNECTIONS} connections for ${setting.minutes} minutes`;
      return { title: 'memory of the server under the mixed load', table, upstream: setting.upstream, conditions };
    }
    const load = findLoad(name);
    const results = await runThroughput(setting, load);
    const table = writeThroughputTable(results) + writeComparison(results);
    return { title: load.title, table, upstream: setting.upstream, conditions: rounds };
  };
};

/** @param {string[]} args */
const runBenchmark = async (args) => {
  const options = readOptions(args);
  const directory = mkdtempSync(join(tmpdir(), 'messaging-graph-bench-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const command = ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
  const { against } = options;
  const subjects =
    against === null
      ? options.subjects
      : addEarlierCommit(options.subjects, await buildCommit({ commit: against, directory, print }));
  const runLoad = createRunner({ ...options, subjects, directory, print });
  const sections = new Map();
  for (const name of options.loads) {
    print(`\n${name}`);
    const { title, table, upstream, conditions } = await runLoad(name);
    const section = writeSection({ name, title, table }, describeRun({ command, upstream, conditions }));
    print(`\n${section}`);
    sections.set(name, section);
    if (options.output !== null) saveSections(options.output, sections, LOAD_NAMES);
  }
  print(
    options.output === null
      ? 'Printed only: runs without all servers or with fewer than three rounds are not written to results.md.'
      : `Written to ${options.output}`,
  );
};

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

try {
  await runBenchmark(process.argv.slice(2));
} catch (error) {
  console.error(`The benchmark stopped: ${/** @type {Error} */ (error).message}`);
  process.exitCode = 1;
}
