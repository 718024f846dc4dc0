import type { Exchange } from './exchange.js';

export type Handle = (exchange: Exchange) => void;

/** What is served at one address. */
export interface Route {
  readonly path: string;
  /** Answers HEAD too, without the body. */
  readonly get?: Handle;
  readonly post?: Handle;
}

export type RouteHandlers = ReadonlyMap<string, Route>;

/** The methods of a route, as `allow` lists them. */
export const methodsOf = ({ get, post }: Route): string =>
  [get && 'GET, HEAD', post && 'POST'].filter(Boolean).join(', ');
