import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { ordersSdl } from './orders.js';

export interface SubgraphUrls {
  readonly messaging: string;
  readonly orders: string;
}

/** The supergraph of the messaging graph, whose schema text is given, and the orders. @throws with every conflict */
export function composeSupergraph(messagingSdl: string, urls: SubgraphUrls): string {
  const { supergraphSdl, errors } = composeServices([
    { name: 'messaging', url: urls.messaging, typeDefs: parse(messagingSdl) },
    { name: 'orders', url: urls.orders, typeDefs: parse(ordersSdl) },
  ]);
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}
