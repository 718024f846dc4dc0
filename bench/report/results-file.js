import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

/**
 * `results.md` has a section per load. A run replaces the sections of the loads that it drove and keeps the others.
 * @typedef {{ name: string, title: string, table: string }} Section
 */

const HEAD = `# Results

Written by \`npm run bench\`; what the loads are and how to read the columns stands in [README.md](README.md).
`;

/** @param {{ command: string, upstream: string, conditions: string }} run */
export const describeRun = ({ command, upstream, conditions }) => {
  const [{ model }] = cpus();
  const date = new Date().toISOString().slice(0, 16).replace('T', ' ');
  return `${date} UTC · ${cpus().length} cores (${model.trim()}) · Node ${process.versions.node} · upstream: ${upstream} · ${conditions} · \`${command}\``;
};

/** @param {Section} section @param {string} description */
export const writeSection = ({ name, title, table }, description) =>
  `## ${name}\n\n${title}\n\n${table}\n\n${description}\n`;

/** @param {string} file @param {Map<string, string>} sections by load @param {string[]} order */
export const saveSections = (file, sections, order) => {
  const earlier = existsSync(file)
    ? readFileSync(file, 'utf8')
        .split(/^(?=## )/m)
        .slice(1)
    : [];
  const kept = new Map(earlier.map((text) => [text.slice(3, text.indexOf('\n')), text.trimEnd() + '\n']));
  for (const [name, text] of sections) kept.set(name, text);
  const names = [
    ...order.filter((name) => kept.has(name)),
    ...[...kept.keys()].filter((name) => !order.includes(name)),
  ];
  writeFileSync(file, [HEAD, ...names.map((name) => kept.get(name))].join('\n'));
};
