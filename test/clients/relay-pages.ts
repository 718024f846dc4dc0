import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { printSchema } from 'graphql';
import relayCompiler from 'relay-compiler';
import relayRuntime, { type RelayArtifact } from 'relay-runtime';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { CAMPAIGN_PAGE, type CampaignPage, type PageVariables } from './campaign-pages.js';

const { Environment, fetchQuery, Network, RecordSource, Store } = relayRuntime;

/** The query of the other clients, with Relay's directive for a list that grows by pages. */
const QUERY = CAMPAIGN_PAGE.replace('before: $before)', 'before: $before) @connection(key: "CampaignPage_messages")')
  .replace('__typename\n', '\n')
  .replace('CampaignPage(', 'CampaignPageQuery(');

/** Compiles the query as a Relay project does. */
async function compile(project: string): Promise<RelayArtifact> {
  await mkdir(join(project, 'src/made'), { recursive: true });
  await writeFile(join(project, 'package.json'), '{ "type": "module" }');
  await writeFile(join(project, 'schema.graphql'), printSchema(buildGraphSchema()));
  await writeFile(join(project, 'src/CampaignPage.js'), `graphql\`${QUERY}\`;`);
  await writeFile(
    join(project, 'relay.config.json'),
    JSON.stringify({
      src: './src',
      schema: './schema.graphql',
      language: 'javascript',
      artifactDirectory: './src/made',
      eagerEsModules: true,
    }),
  );
  await promisify(execFile)(String(relayCompiler), ['./relay.config.json'], { cwd: project });
  const artifact = pathToFileURL(join(project, 'src/made/CampaignPageQuery.graphql.js')).href;
  return ((await import(artifact)) as { default: RelayArtifact }).default;
}

/** A Relay environment without a view: pages arrive in its store, which joins them. */
export async function createRelayPages(endpoint: string) {
  const project = await mkdtemp(join(tmpdir(), 'relay-'));
  const query = await compile(project);
  const environment = new Environment({
    network: Network.create(async ({ text }, variables) => {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: text, variables }),
      });
      return response.json();
    }),
    store: new Store(new RecordSource()),
  });
  return {
    /** What a component sees once the page has arrived: this page and all that came before it. */
    async readPage(variables: PageVariables): Promise<CampaignPage> {
      const data = await fetchQuery<CampaignPage>(environment, query, variables).toPromise();
      if (!data) throw new Error('Relay gave no data');
      return data;
    },
    close: () => rm(project, { recursive: true }),
  };
}
