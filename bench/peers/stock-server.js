import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import DataLoader from 'dataloader';
import got from 'got';
import {
  PAGE_HEADERS,
  REPORT_HEADERS,
  readConnection,
  readReport,
  typeDefs,
  writePagePath,
  writeReportPath,
} from './graph.js';

/** The stock stack as its documentation shows it: Apollo Server standalone, a DataLoader per request, got. */

const routee = got.extend({ prefixUrl: process.env.UPSTREAM_URL, headers: PAGE_HEADERS, responseType: 'json' });
const gms = got.extend({ prefixUrl: process.env.UPSTREAM_URL, headers: REPORT_HEADERS, responseType: 'json' });

const createLoaders = () => ({
  pages: new DataLoader(
    (keys) =>
      Promise.all(keys.map(async ({ id, first }) => readConnection((await routee(writePagePath(id, first))).body))),
    { cacheKeyFn: ({ id, first }) => `${id} ${first}` },
  ),
  reports: new DataLoader((ids) =>
    Promise.all(ids.map(async (id) => readReport((await gms(writeReportPath(id))).body))),
  ),
});

const server = new ApolloServer({
  typeDefs,
  resolvers: {
    Query: { campaign: (_parent, { trackingId }) => ({ trackingId }) },
    Campaign: {
      messages: ({ trackingId }, { first }, { loaders }) => loaders.pages.load({ id: trackingId, first: first ?? 20 }),
    },
    ViberMessage: { deliveryReport: ({ trackingId }, _arguments, { loaders }) => loaders.reports.load(trackingId) },
  },
});

await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: Number(process.env.PORT) },
  context: async () => ({ loaders: createLoaders() }),
});
