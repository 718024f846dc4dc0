import type { SettingEntry } from './settings-list.js';

/** The table of the README. */
export function settingsTable(settings: readonly SettingEntry[]): string {
  const rows = settings.map(({ name, defaultText, meaning }) => `| ${name} | ${defaultText} | ${meaning} |`);
  return ['| name | default | meaning |', '|---|---|---|', ...rows, ''].join('\n');
}

/** `.env.example`: all lines are comments, so that an unedited copy changes nothing. */
export function environmentExample(settings: readonly SettingEntry[]): string {
  const title = `# Every setting with its default. Copy this file to .env and remove the # before a setting to change it.
# \`npm start\` and \`npm run sandbox\` read .env in their working directory; variables of the environment have priority.
# Quote a value that contains #, except for \`docker run --env-file\`, which keeps quotes. An empty value counts as not set. A
# mistyped name stops the start.`;
  const groups = [...new Set(settings.map(({ group }) => group))];
  const parts = groups.map((name) =>
    [`### ${name}`, ...settings.filter(({ group }) => group === name).map(exampleOf)].join('\n\n'),
  );
  return `${[title, ...parts].join('\n\n')}\n`;
}

function exampleOf({ name, defaultText, isFixed, meaning }: SettingEntry): string {
  if (isFixed) return `# ${meaning}\n# ${name}=${defaultText}`;
  return `# ${meaning}${defaultText === '-' ? '' : ` (default: ${defaultText})`}\n# ${name}=`;
}
