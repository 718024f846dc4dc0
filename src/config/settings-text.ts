import type { SettingEntry } from './settings.js';

/** The table of the README. */
export function settingsTable(settings: readonly SettingEntry[]): string {
  const rows = settings.map(({ name, usual, meaning }) => `| ${name} | ${usual} | ${meaning} |`);
  return ['| name | default | meaning |', '|---|---|---|', ...rows, ''].join('\n');
}

/** `.env.example`: everything commented out, so that a copy of it changes nothing. */
export function environmentExample(settings: readonly SettingEntry[]): string {
  const title = `# Every setting with its default. Copy to .env, take the # away where you want another value.
# The start reads .env in its working directory; a variable of the environment wins over it.
# Put a value that holds # in quotes. An empty value is the same as none. A mistyped name is refused.`;
  const groups = [...new Set(settings.map(({ group }) => group))];
  const parts = groups.map((name) =>
    [`### ${name}`, ...settings.filter(({ group }) => group === name).map(exampleOf)].join('\n\n'),
  );
  return `${[title, ...parts].join('\n\n')}\n`;
}

function exampleOf({ name, usual, isFixed, meaning }: SettingEntry): string {
  if (isFixed) return `# ${meaning}\n# ${name}=${usual}`;
  return `# ${meaning}${usual === '-' ? '' : ` (default: ${usual})`}\n# ${name}=`;
}
