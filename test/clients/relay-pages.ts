import { printSchema } from 'graphql';
import relayRuntime from 'relay-runtime';
import { createRelayEnvironment } from '../../examples/clients/relay.js';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { CAMPAIGN_PAGE, type CampaignPage, type PageVariables } from './campaign-pages.js';
import { compileForRelay, type RelayOperation } from './compile-for-relay.js';

const { fetchQuery } = relayRuntime;

/** The query of the other clients, with Relay's directive for a list that grows by pages. */
const QUERY = CAMPAIGN_PAGE.replace('before: $before)', 'before: $before) @connection(key: "CampaignPage_messages")')
  .replace('__typename\n', '\n')
  .replace('CampaignPage(', 'CampaignPageQuery(');

/** A Relay environment without a view: pages arrive in its store, which joins them. */
export async function createRelayPages(endpoint: string) {
  const { artifact: query, remove } = await compileForRelay(
    'CampaignPageQuery',
    QUERY,
    printSchema(buildGraphSchema()),
  );
  const environment = createRelayEnvironment(endpoint);
  return {
    /** What a component sees once the page has arrived: this page and all that came before it. */
    async readPage(variables: PageVariables): Promise<CampaignPage> {
      const data = await fetchQuery<RelayOperation<CampaignPage>>(environment, query, variables).toPromise();
      if (!data) throw new Error('Relay gave no data');
      return data;
    },
    close: remove,
  };
}
