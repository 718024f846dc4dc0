import { readFile, rename, writeFile } from 'node:fs/promises';
import { ClientError, type GraphQLClient } from 'graphql-request';
import { connect } from './client.js';
import { DeliveryFeedDocument, type DeliveryFeedQuery, FeedEndDocument } from './generated/graphql.js';

type FeedPage = NonNullable<DeliveryFeedQuery['deliveryEvents']>;

/** What a partner keeps. The cursor is in it, so that what came and where to go on are stored in one write. */
export interface KnownStates {
  readonly cursor: string;
  /** By kind and id of what was sent. */
  readonly states: Readonly<Record<string, string>>;
}

export interface Caught {
  readonly known: KnownStates;
  /** How many events came. */
  readonly events: number;
  /** Whether it began at the end of the feed: states from before have to be read by queries. */
  readonly isAnew: boolean;
}

/** Reads everything that has changed since the last time, page by page, and keeps it in a file. */
export async function catchUp(endpoint: string, file: string): Promise<Caught> {
  const client = connect(endpoint);
  const stored = await load(file);
  let known = stored ?? (await begin(client));
  let isAnew = stored === null;
  let events = 0;
  for (let hasNextPage = true; hasNextPage;) {
    try {
      const { deliveryEvents: page } = await client.request(DeliveryFeedDocument, { after: known.cursor });
      if (!page?.pageInfo.endCursor) throw new Error('the feed was not read');
      known = { cursor: page.pageInfo.endCursor, states: { ...known.states, ...statesOf(page) } };
      events += page.nodes.length;
      ({ hasNextPage } = page.pageInfo);
    } catch (error) {
      if (!isTooOld(error)) throw error;
      known = await begin(client);
      isAnew = true;
    }
    await save(file, known);
  }
  return { known, events, isAnew };
}

async function begin(client: GraphQLClient): Promise<KnownStates> {
  const { deliveryEventsEnd } = await client.request(FeedEndDocument);
  if (!deliveryEventsEnd) throw new Error('the end of the feed was not read');
  return { cursor: deliveryEventsEnd, states: {} };
}

function statesOf({ nodes }: FeedPage): Record<string, string> {
  const states: Record<string, string> = {};
  for (const { kind, status, sendOutcome, subject } of nodes) {
    if (!subject || kind === 'FAILOVER_STEP') continue; // a step's flow has an event too
    const id =
      'trackingId' in subject ? subject.trackingId : 'messageId' in subject ? subject.messageId : idOf(subject);
    states[`${kind} ${String(id)}`] = status?.state ?? sendOutcome ?? '';
  }
  return states;
}

const idOf = (subject: object): unknown => ('id' in subject ? subject.id : null);

/** The log no longer holds what came after the cursor. */
const isTooOld = (error: unknown): boolean =>
  error instanceof ClientError &&
  (error.response.errors ?? []).some(({ extensions }) => extensions.code === 'INVALID_EVENT_CURSOR');

async function load(file: string): Promise<KnownStates | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : (JSON.parse(text) as KnownStates);
}

/** As a whole or not at all. */
async function save(file: string, known: KnownStates): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(known), { flush: true });
  await rename(`${file}.new`, file);
}
