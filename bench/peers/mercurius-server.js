import Fastify from 'fastify';
import mercurius from 'mercurius';
import { Pool } from 'undici';
import {
  PAGE_HEADERS,
  REPORT_HEADERS,
  readConnection,
  readReport,
  typeDefs,
  writePagePath,
  writeReportPath,
} from './graph.js';

/** Mercurius with its JIT and its loaders, undici to the vendors. */

const upstream = new Pool(process.env.UPSTREAM_URL, { connections: Number(process.env.UPSTREAM_CONNECTIONS) });

/** @param {string} path @param {Record<string, string>} headers */
const fetchJson = async (path, headers) => {
  const { statusCode, body } = await upstream.request({ path: `/${path}`, method: 'GET', headers });
  if (statusCode !== 200) throw new Error(`the vendor answered ${statusCode}`);
  return body.json();
};

const app = Fastify();
await app.register(mercurius, {
  schema: typeDefs,
  jit: 1,
  resolvers: {
    Query: { campaign: (_parent, { trackingId }) => ({ trackingId }) },
    Campaign: {
      messages: async ({ trackingId }, { first }) =>
        readConnection(await fetchJson(writePagePath(trackingId, first ?? 20), PAGE_HEADERS)),
    },
  },
  loaders: {
    ViberMessage: {
      deliveryReport: (queries) =>
        Promise.all(
          queries.map(async ({ obj }) => readReport(await fetchJson(writeReportPath(obj.trackingId), REPORT_HEADERS))),
        ),
    },
  },
});
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
