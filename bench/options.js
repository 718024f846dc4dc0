import { parseArgs } from 'node:util';
import { LOAD_NAMES } from './load/loads.js';
import { SUBJECTS } from './subjects/subjects.js';
import { isNginxPresent } from './upstream/upstream.js';

/** The project and its peers. */
const PEERS = SUBJECTS.filter(({ isFloor }) => !isFloor).map(({ name }) => name);

/** @param {string | undefined} text @param {string[]} known @param {string} option @param {string[]} [defaults] */
const readNames = (text, known, option, defaults = known) => {
  const names = text?.split(',').filter(Boolean) ?? defaults;
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`--${option}: ${unknown.join(', ')}; allowed are ${known.join(', ')}`);
  return names;
};

/** @param {string} text @param {string} option */
const readPositive = (text, option) => {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`--${option}: ${text}; a number above 0 is allowed`);
  return number;
};

/** @param {string[]} args */
export const readOptions = (args) => {
  const { values } = parseArgs({
    args,
    options: {
      against: { type: 'string' },
      only: { type: 'string' },
      loads: { type: 'string' },
      rounds: { type: 'string', default: '9' },
      seconds: { type: 'string', default: '2' },
      connections: { type: 'string', default: '50' },
      rate: { type: 'string' },
      minutes: { type: 'string', default: '10' },
      upstream: { type: 'string' },
      output: { type: 'string' },
    },
  });
  const names = readNames(
    values.only,
    SUBJECTS.map(({ name }) => name),
    'only',
    PEERS,
  );
  const loads =
    values.loads === undefined
      ? LOAD_NAMES.filter((name) => name !== 'memory')
      : values.loads === 'all'
        ? LOAD_NAMES
        : readNames(values.loads, LOAD_NAMES, 'loads');
  const upstream = values.upstream ?? (isNginxPresent() ? 'nginx' : 'node');
  if (upstream !== 'nginx' && upstream !== 'node') throw new Error(`--upstream: ${upstream}; allowed are nginx, node`);
  const rounds = readPositive(values.rounds, 'rounds');
  if (values.against !== undefined && !names.includes('project'))
    throw new Error('--against compares an earlier commit with project, which --only leaves out');
  const isWhole = names.length === PEERS.length && rounds >= 3;
  return {
    /** @type {string | null} the earlier commit that the project is compared with */
    against: values.against ?? null,
    subjects: SUBJECTS.filter(({ name }) => names.includes(name)),
    loads,
    rounds,
    seconds: readPositive(values.seconds, 'seconds'),
    connections: readPositive(values.connections, 'connections'),
    /** @type {number | null} of the latency load; null = half of each server's own peak */
    rate: values.rate === undefined ? null : readPositive(values.rate, 'rate'),
    minutes: readPositive(values.minutes, 'minutes'),
    upstream: /** @type {"nginx" | "node"} */ (upstream),
    /** @type {string | null} where the tables are written; null = they are only printed */
    output: values.output ?? (isWhole ? new URL('results.md', import.meta.url).pathname : null),
  };
};
