import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildASTSchema, concatAST, type GraphQLSchema, parse } from 'graphql';
import { createHandler } from 'graphql-http/lib/use/http';

/** The partner's subgraph: it refers to messages and flows by tracking id, and knows nothing else of them. */
export const ordersSdl = readFileSync('examples/supergraph/orders.graphql', 'utf8');

interface Order {
  readonly __typename: 'Order';
  readonly number: string;
  readonly customer: string;
  readonly message: { readonly trackingId: string } | null;
  readonly flow: { readonly trackingId: string } | null;
}

/** The tracking ids are the sandbox's. */
const ORDERS: readonly Order[] = [
  {
    __typename: 'Order',
    number: '1001',
    customer: 'Maria',
    message: { trackingId: 'ca000012-0000-4000-8000-000000000001' },
    flow: { trackingId: 'f1000001-0000-4000-8000-000000000000' },
  },
  {
    __typename: 'Order',
    number: '1002',
    customer: 'Nikos',
    message: { trackingId: 'ca000012-0000-4000-8000-000000000003' },
    flow: null,
  },
];

const orderOf = (number: unknown) => ORDERS.find((order) => order.number === number) ?? null;
const orderAbout = (trackingId: unknown) => ORDERS.find(({ message }) => message?.trackingId === trackingId) ?? null;

type Reference = Readonly<Record<string, unknown>>;

function entityOf({ __typename: type, ...key }: Reference): unknown {
  if (type === 'Order') return orderOf(key['number']);
  return { __typename: type, ...key, order: orderAbout(key['trackingId']) };
}

/** What routers ask a subgraph for (Apollo Federation subgraph specification); a library would add it as well. */
const FEDERATION_FIELDS = `
  scalar _Any
  scalar federation__FieldSet
  union _Entity = Order | ViberMessage
  type _Service { sdl: String! }
  extend type Query {
    _service: _Service!
    _entities(representations: [_Any!]!): [_Entity]!
  }`;

const schema: GraphQLSchema = buildASTSchema(concatAST([parse(ordersSdl), parse(FEDERATION_FIELDS)]), {
  assumeValid: true,
  assumeValidSDL: true,
});

const rootValue = {
  order: ({ number }: { number: string }) => orderOf(number),
  _service: () => ({ sdl: ordersSdl }),
  _entities: ({ representations }: { representations: readonly Reference[] }) => representations.map(entityOf),
};

/** Serves the orders on loopback; port 0 takes a free one. */
export async function startOrders(port: number): Promise<{ url: string; stop(): Promise<void> }> {
  const server: Server = createServer(createHandler({ schema, rootValue }));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
