import { standInPort } from '../config/settings-list.js';
import { variablesOf } from '../config/vendor-settings.js';
import { sandboxIds } from '../sandbox/ids.js';
import type { MagicValue, MagicPlace } from '../sandbox/magic.js';
import { describeTemplate } from '../sandbox/templates.js';
import type { StandIn, Vendor } from '../vendors/vendor.js';

/** The stand-in of a vendor, with the vendor's title. */
export interface TitledStandIn extends StandIn {
  readonly title: string;
}

export const loadStandIns = (vendors: readonly Vendor[]): Promise<readonly TitledStandIn[]> =>
  Promise.all(vendors.map(async ({ title, standIn }) => ({ title, ...(await standIn()) })));

/** What `npm start` sends: it is not in the sandbox that `npm run sandbox` starts alone. */
const isSentByStart = (id: string): boolean => id === sandboxIds.campaignLive;

type ShownId = readonly [id: string, shows: string];

/** Ids worth reading wherever the sandbox runs, each with what it shows. */
export const listIds = (standIns: readonly StandIn[]): readonly ShownId[] =>
  listAllIds(standIns).filter(([id]) => !isSentByStart(id));

const listAllIds = (standIns: readonly StandIn[]): readonly ShownId[] => [
  ...Object.entries(sandboxIds).map(([name, id]) => {
    const form = describeTemplate(id);
    return [id, `${shownBy(name, id)}${form === null ? '' : `: ${form}`}`] as const;
  }),
  ...standIns.flatMap(({ ids = [] }) => ids),
];

function shownBy(name: string, id: string): string {
  const words = name.replace(/([A-Z]|\d+)/g, ' $1').toLowerCase();
  return isSentByStart(id) ? `${words} (with \`npm start\` alone)` : words;
}

const sections: readonly (readonly [title: string, intro: string, places: readonly MagicPlace[]])[] = [
  [
    'Ids to read',
    'The tracking id of a message, a campaign or a failover flow; for a report, the message id or the extra id. Where the answer arrives, it shows one of the ids above (a campaign of 237 messages).',
    ['message', 'campaign', 'flow', 'report'],
  ],
  [
    'Recipients of a send',
    'Of campaigns, messages and flows alike. The first such number among the recipients decides for the whole send; how a message ends, and what becomes of a text outside a template, applies to its own message only. A send that is accepted and loses its answer becomes ACCEPTED with its first callback; one to `+12025550147` has none, and stays UNKNOWN until it is reconciled: send a flow, whose tracking id `failoverFlows(filter: { recipient: "+12025550147" })` finds ([sends.md](sends.md#try-it) has the steps). One to `+12025550146` was not sent; `wasSent: false` is accepted from SEND_TIMEOUT_MS and 2 minutes after it. Everything else of the request must be valid, or that is what is refused.',
    ['recipient'],
  ],
  ['Application ids', 'Given as the application id, with any secret, when a token is requested.', ['application']],
  [
    'Application ids: prices and balance',
    'An application with such an id, and any secret, gets its token; what happens is at its price list or its balance.',
    ['prices', 'balance'],
  ],
];

/** The page docs/sandbox.md, written from the list of vendors and the tables that their stand-ins use. */
export function writeGuide(vendors: readonly Vendor[], standIns: readonly TitledStandIn[]): string {
  const magic = standIns.flatMap((standIn) => standIn.magic ?? []);
  const ports = vendors.map((vendor, index) => {
    const { name, defaultText } = standInPort(variablesOf(vendor), index);
    return `${vendor.title} on port ${defaultText} or \`${name}\``;
  });
  const lines = [
    '# The sandbox',
    '',
    '<!-- Written by `npm run docs` from the vendors and their stand-ins; a test compares. -->',
    '',
    'Every vendor as an HTTP server on loopback, as strict as its documentation, with sample data that is the same in every run and always',
    'recent. `npm start` uses it when no vendor is configured; `npm run sandbox` starts it alone:',
    `${ports.join(', ')}.`,
    '',
    'With `npm start` a few campaigns, messages and flows have been sent before anyone calls, so that `campaigns` and `sends` are not empty; the oldest campaign, of 300 messages, moves for the first four minutes, and the newest campaign has a value for every field and is scheduled for the next day.',
    '',
    'It has one account at each vendor: all tenants of `TENANTS_FILE` share it, and read and cancel each other’s things.',
    '',
    ...standIns.flatMap(({ title, credentials, notes = [] }) => [
      `Credentials of ${title}: ${writeCredentials(credentials)}.`,
      '',
      ...notes.flatMap((note) => [note, '']),
    ]),
    '## Ids',
    '',
    'The message at position n of a sample campaign has the campaign’s id with n as its last twelve digits; a Viber step of a flow, the flow’s id with its order.',
    'Flows 1 to 50 are `f1000001-…` to `f1000050-…`; from 13 on they repeat the first twelve, 25 is transactional, 49 and 50 start when the sandbox starts.',
    '',
    ...table(
      ['id', 'what it is'],
      listAllIds(standIns).map(([id, shows]) => [`\`${id}\``, shows]),
    ),
    '',
    '## Magic values',
    '',
    'Values that cause what cannot be had by waiting. What follows a `~` in an id is free: `magic-429~1` and `magic-429~2` are two ids with the same magic. After a 429 with `Retry-After` the graph makes no further call of that kind (reads, sends or tokens) to that vendor until the time is over, as it would with the real vendor: `magic-429-long` stops all reads of its vendor for two minutes.',
    '',
    'Values that are tried in turn open the circuit, as a vendor that is down does: after five failures (a 5xx, a broken connection, no answer) of different ids without a success between, or where half of 20 or more calls in 10 s fail, all calls of that kind are UPSTREAM_UNAVAILABLE for a second, without a call, or for a longer Retry-After. Read one of the ids above after every few. Reads are repeated at most ten times in 10 s, or for a tenth of the calls if that is more; then `magic-503-first` and `magic-reset-first` fail too (UPSTREAM_UNAVAILABLE), and pass when they are read again. The line `circuit` of the log shows the former ([operating.md](operating.md)).',
    ...sections.flatMap(([title, intro, places]) => ['', `### ${title}`, '', intro, '', ...magicTable(magic, places)]),
    '',
    'A refused connection (UPSTREAM_UNAVAILABLE; for a send a proof that nothing was sent) needs no value: stop the sandbox.',
    '',
  ];
  return lines.join('\n');
}

const writeCredentials = (credentials: StandIn['credentials']): string =>
  Object.entries(credentials)
    .map(([member, value]) => `${member} \`${value}\``)
    .join(', ');

/** A row for each value and effect; stand-ins that have the same one share it. */
function magicTable(magic: readonly MagicValue[], places: readonly MagicPlace[]): string[] {
  const rows = new Map<string, MagicValue>();
  const here = magic.map((one) => ({ ...one, places: one.places.filter((place) => places.includes(place)) }));
  for (const one of here.filter((value) => value.places.length > 0)) {
    const key = [one.value, one.happens, one.code].join('\n');
    rows.set(key, { ...one, places: [...(rows.get(key)?.places ?? []), ...one.places] });
  }
  const withPlace = places.length > 1;
  return table(
    ['value', ...(withPlace ? ['where'] : []), 'what happens', 'code of the graph'],
    [...rows.values()].map(({ value, places: where, happens, code, effect }) => [
      `\`${value}\``,
      ...(withPlace ? [where.length === places.length ? 'everywhere' : where.join(', ')] : []),
      happens,
      code ?? (effect.kind === 'cancel' && effect.code ? `${effect.code}, when it is cancelled` : '-'),
    ]),
  );
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)];
}
