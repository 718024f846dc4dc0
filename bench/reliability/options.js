/**
 * Options such as `--count 1000`.
 * @template {Record<string, number>} Defaults
 * @param {Defaults} defaults
 * @returns {Defaults}
 */
export function readNumbers(defaults) {
  const values = { ...defaults };
  const args = process.argv.slice(2);
  for (let i = 0; i < args.length; i += 2) {
    const name = args[i].replace(/^--/, '');
    const value = Number(args[i + 1]);
    if (!(name in defaults) || !Number.isFinite(value)) {
      const known = Object.entries(defaults).map(([key, number]) => `--${key} ${number}`);
      process.stderr.write(`allowed options and their defaults: ${known.join(' ')}\n`);
      process.exit(2);
    }
    values[/** @type {keyof Defaults} */ (name)] = /** @type {any} */ (value);
  }
  return values;
}

/** @param {string} title @param {Record<string, string | number>} rows */
export function printTable(title, rows) {
  const width = Math.max(...Object.keys(rows).map((name) => name.length));
  process.stdout.write(`\n${title}\n`);
  for (const [name, value] of Object.entries(rows)) process.stdout.write(`  ${name.padEnd(width)}  ${value}\n`);
}
