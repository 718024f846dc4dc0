import { readFileSync, writeFileSync } from 'node:fs';
import { composeSupergraph } from './compose.js';
import { startGateway } from './gateway.js';
import { startOrders } from './orders.js';

const messaging = process.env['MESSAGING_URL'] ?? 'http://127.0.0.1:4000/graphql';
const orders = await startOrders(4001);
const supergraphSdl = composeSupergraph(readFileSync('schema.graphql', 'utf8'), { messaging, orders: orders.url });
writeFileSync('examples/supergraph/supergraph.graphql', supergraphSdl); // for the other routers
console.log(`Orders at ${orders.url}; the supergraph is in examples/supergraph/supergraph.graphql.`);

if (process.argv[2] !== 'compose') {
  const gateway = await startGateway({ supergraphSdl, port: 4100, subgraphSecret: process.env['SUBGRAPH_SECRET'] });
  console.log(`Both graphs as one at ${gateway.url}`);
}
