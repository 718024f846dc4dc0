import 'reflect-metadata';
import { composeServices as composeByApollo } from '@apollo/composition';
import { describe, expect, test } from '@jest/globals';
import { composeServices as composeByGuild } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { ordersSdl } from '../../examples/supergraph/orders.js';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { printSchemaText } from '../../src/graph/schema-text.js';

interface Subgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

interface Composed {
  readonly problems: readonly string[];
  readonly supergraph: string;
}

const messages = (errors: readonly { message: string }[] | undefined) => (errors ?? []).map(({ message }) => message);

const COMPOSERS: Readonly<Record<string, (subgraphs: readonly Subgraph[]) => Composed>> = {
  '@apollo/composition': (subgraphs) => {
    const result = composeByApollo(subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
    return { problems: messages(result.errors), supergraph: result.supergraphSdl ?? '' };
  },
  '@theguild/federation-composition': (subgraphs) => {
    const result = composeByGuild(subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
    return { problems: messages(result.errors), supergraph: result.supergraphSdl ?? '' };
  },
};

const messaging = (nodeFields: boolean): Subgraph => ({
  name: 'messaging',
  url: 'http://messaging.example/graphql',
  sdl: printSchemaText(buildGraphSchema({ nodeFields })),
});
const orders: Subgraph = { name: 'orders', url: 'http://orders.example/graphql', sdl: ordersSdl };

/** A subgraph that has the `node` field for itself, as in many supergraphs with Relay clients. */
const catalogue: Subgraph = {
  name: 'catalogue',
  url: 'http://catalogue.example/graphql',
  sdl: `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
    interface Node { id: ID! }
    type Product implements Node @key(fields: "id") { id: ID! name: String! }
    type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
    type Query { node(id: ID!): Node nodes(ids: [ID!]!): [Node]! products: [Product!]! page: PageInfo! }`,
};

describe.each(Object.entries(COMPOSERS))('under %s', (_name, compose) => {
  test.each([true, false])('the graph composes alone, with node fields %s', (nodeFields) => {
    const { problems, supergraph } = compose([messaging(nodeFields)]);
    expect(problems).toEqual([]);
    for (const type of ['Campaign', 'ViberMessage', 'FailoverFlow', 'DeliveryReport'])
      expect(supergraph).toMatch(new RegExp(`type ${type}[\\s\\S]{0,200}@join__type\\(graph: MESSAGING, key:`));
  });

  test.each([true, false])('the graph composes with the orders, with node fields %s', (nodeFields) => {
    const { problems, supergraph } = compose([messaging(nodeFields), orders]);
    expect(problems).toEqual([]);
    expect(supergraph).toMatch(/ {2}order: Order @join__field\(graph: ORDERS\)/);
  });

  test('the graph composes with a subgraph that owns node and has PageInfo too, once its own node fields are off', () => {
    expect(compose([messaging(false), orders, catalogue]).problems).toEqual([]);
    expect(compose([messaging(true), orders, catalogue]).problems.join('\n')).toContain('Query.node');
  });
});
