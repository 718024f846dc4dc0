import { ApolloLink, gql, Observable } from '@apollo/client';
import { expect, test } from '@jest/globals';
import { createClient } from '../../examples/console/src/graph/client.js';
import { follow } from '../../examples/console/src/graph/follow.js';
import { WebSocket } from 'ws';
import { until } from '../support/wait.js';

const page = gql`
  query Page {
    campaign(trackingId: "c") {
      trackingId
      progress {
        asOf
        states {
          state
          count
        }
      }
      messages(first: 2) {
        nodes {
          trackingId
          status {
            state
          }
        }
      }
    }
  }
`;

const updates = gql`
  subscription Updates($after: String) {
    campaignUpdated(trackingId: "c", after: $after) {
      cursor
      isLast
      campaign {
        trackingId
        progress {
          asOf
          states {
            state
            count
          }
        }
      }
      changedMessages {
        trackingId
        status {
          state
        }
      }
    }
  }
`;

const message = (trackingId: string, state: string) => ({
  __typename: 'ViberMessage',
  trackingId,
  status: { __typename: 'DeliveryStatus', state },
});

const campaign = (asOf: number) => ({
  __typename: 'Campaign',
  trackingId: 'c',
  progress: {
    __typename: 'CampaignProgress',
    asOf: String(asOf),
    states: Array.from({ length: 100 }, (_, count) => ({ __typename: 'StateCount', state: `S${count}`, count: asOf })),
  },
});

type Client = ReturnType<typeof createClient>;

const UPDATES = 100;
const CHANGED = 20;

/** A campaign of which two messages are on the screen, after each of its 2000 messages has changed. */
async function followToItsEnd(): Promise<Client> {
  const link = new ApolloLink(
    () =>
      new Observable((observer) => {
        for (let n = 0; n < UPDATES; n += 1) {
          const changedMessages = Array.from({ length: CHANGED }, (_, at) => message(`m${n * CHANGED + at}`, 'SEEN'));
          const rest = { cursor: String(n), isLast: n === UPDATES - 1, campaign: campaign(n), changedMessages };
          observer.next({ data: { campaignUpdated: { __typename: 'CampaignUpdate', ...rest } } });
        }
      }),
  );
  const client = createClient({ uri: 'http://127.0.0.1:1/graphql', key: () => null, webSocketImpl: WebSocket });
  client.setLink(link as unknown as Client['link']); // of another copy of the package
  const nodes = [message('m0', 'QUEUED'), message('m1', 'QUEUED')];
  const messages = { __typename: 'ViberMessageConnection', nodes };
  client.writeQuery({ query: page, data: { campaign: { ...campaign(-1), messages } } });
  client.watchQuery({ query: page }).subscribe(() => undefined);
  let isOver = false;
  follow(client, updates, {}, { state: (state) => (isOver ||= state === 'ended') });
  await until(() => isOver);
  return client;
}

test('of the messages that changed the cache keeps those of a page, and of the last update', async () => {
  const { cache } = await followToItsEnd();
  const kept = Object.keys(cache.extract() as object).filter((id) => id.startsWith('ViberMessage:'));
  expect(kept).toHaveLength(2 + CHANGED);
  const read = cache.readQuery<{ campaign: { messages: { nodes: { status: { state: string } }[] } } }>({ query: page });
  expect(read?.campaign.messages.nodes.map(({ status }) => status.state)).toEqual(['SEEN', 'SEEN']);
});

test('what was read of counts that are replaced does not stay without end', async () => {
  const { cache } = await followToItsEnd();
  const { size } = (cache as unknown as Internals).storeReader.executeSelectionSet;
  expect(size).toBeGreaterThan(100);
  expect(size).toBeLessThanOrEqual(5000);
});

/** Of Apollo's cache; only its development build has the size. */
interface Internals {
  readonly storeReader: { readonly executeSelectionSet: { readonly size: number } };
}
