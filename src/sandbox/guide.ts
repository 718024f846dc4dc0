import { reportCases } from './gms/report-case.js';
import { gmsCredentials } from './gms/gms.js';
import { sandboxIds } from './ids.js';
import { magicValues, type Place } from './magic.js';
import { routeeCredentials } from './routee/routee.js';

/** Ids worth trying, each with what it shows. */
export function listInterestingIds(): readonly (readonly [id: string, shows: string])[] {
  return [
    ...Object.entries(sandboxIds).map(([name, id]) => [id, name.replace(/([A-Z]|\d+)/g, ' $1').toLowerCase()] as const),
    ...reportCases.map(({ extraId, shows }) => [extraId, `GMS report by extra id: ${shows}`] as const),
  ];
}

const sections: readonly (readonly [title: string, intro: string, places: readonly Place[]])[] = [
  [
    'Ids to read',
    'A tracking id of a message, a campaign or a failover flow; for a report, the message id or the extra id. Behind an id whose answer does arrive stands an ordinary thing (a campaign of 237 messages).',
    ['message', 'campaign', 'flow', 'report'],
  ],
  [
    'Recipients of a campaign',
    'The first such number among `to` decides for the whole send; those that settle how a message ends act on their own message only. Everything else of the request must be valid, or that is what Routee refuses.',
    ['recipient'],
  ],
  ['Application ids', 'Given as the application id, with any secret, when a token is asked for.', ['application']],
];

/** The page docs/sandbox.md, written from the same tables that the servers use. */
export function writeGuide(): string {
  const lines = [
    '# The sandbox',
    '',
    '<!-- Written by `npm run sandbox -- --guide`; a test compares. -->',
    '',
    'Both vendors as HTTP servers on loopback, as strict as their documentation, with made-up data that is the same in every run',
    'and always recent. `npm start` uses it when no vendor is configured; `npm run sandbox` starts it alone, Routee (with its',
    'authentication) on port 4010 and GMS on 4020, or on `SANDBOX_ROUTEE_PORT` and `SANDBOX_GMS_PORT`.',
    '',
    `Credentials: application \`${routeeCredentials.applicationId}\` with \`${routeeCredentials.applicationSecret}\`; GMS client \`${gmsCredentials.clientId}\`, login \`${gmsCredentials.login}\` with \`${gmsCredentials.password}\`.`,
    '',
    'What is sent goes on: QUEUED, after a second SENT, after three DELIVERED, after eight SEEN, or another end within ten seconds. Each message',
    'can be tracked by its id and in its campaign, and four in five have a GMS report under their tracking id. The groups `customers` and `staff` have 25 and 5 recipients.',
    '',
    'Where the documents are silent, the sandbox had to choose: the largest page is 100 (the envelope says so), flows come newest first,',
    'all filters must hold, members and filters that are not documented are refused, and `24033` stands for seen by Viber.',
    '',
    '## Ids',
    '',
    'The message at position n of a made-up campaign has the campaign’s id with n as its last twelve digits; a Viber step of a flow, the flow’s id with its order.',
    'Flows 1 to 50 are `f1000001-…` to `f1000050-…`; from 13 on they repeat the first twelve, 49 and 50 begin when the sandbox starts. The GMS message id is the tracking id with the version digit 5; that of a named report is `gms-` and its extra id.',
    '',
    ...table(
      ['id', 'what it is'],
      listInterestingIds().map(([id, shows]) => [`\`${id}\``, shows]),
    ),
    '',
    '## Magic values',
    '',
    'Values that bring about what cannot be had by waiting. What follows a `~` in an id is free: `magic-429~1` and `magic-429~2` are two ids with the same magic. After a 429 with `Retry-After` the graph makes no further call of that kind (reads, sends or tokens) to that vendor until the time is over, as it would with the real vendor: `magic-429-long` stops all reads of its vendor for two minutes.',
    ...sections.flatMap(([title, intro, places]) => ['', `### ${title}`, '', intro, '', ...writeSection(places)]),
    '',
    'A refused connection (UPSTREAM_UNAVAILABLE; for a send a proof that nothing was sent) needs no value: stop the sandbox.',
    '',
  ];
  return lines.join('\n');
}

function writeSection(places: readonly Place[]): string[] {
  const values = magicValues.filter((magic) => magic.places.some((place) => places.includes(place)));
  if (places.length === 1) {
    return table(
      ['value', 'what happens', 'code of the graph'],
      values.map(({ value, happens, code }) => [`\`${value}\``, happens, code ?? '-']),
    );
  }
  return table(
    ['value', 'where', 'what happens', 'code of the graph'],
    values.map(({ value, places: where, happens, code }) => [
      `\`${value}\``,
      where.length === places.length ? 'everywhere' : where.join(', '),
      happens,
      code ?? '-',
    ]),
  );
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)];
}
