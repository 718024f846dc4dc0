import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/clock.js';

/** One request as it came. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly search: URLSearchParams;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is; anything else as JSON. */
  readonly body?: unknown;
  /** Milliseconds before it is written. */
  readonly delay?: number;
}

export type Script = (request: SeenRequest) => ScriptedAnswer;

/** Where a stand-in answers: a method and the start of a path. */
export type Scripts = Readonly<Record<string, Script>>;

export interface StandInVendor {
  readonly url: string;
  /** Requests in the order of their coming. */
  readonly requests: SeenRequest[];
  /** Those whose method and path begin so. */
  seen(route: string): SeenRequest[];
  close(): Promise<void>;
}

/**
 * A vendor beside the sandbox: it answers by scripts, records every request, and answers an unscripted one with 418,
 * so that an unexpected request fails a test.
 */
export async function startStandInVendor(scripts: Scripts): Promise<StandInVendor> {
  const requests: SeenRequest[] = [];
  const server = createServer((incoming, response) => void answer(incoming, response));

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of incoming) body += String(chunk);
    const url = new URL(incoming.url ?? '', 'http://vendor');
    const { method = '', headers } = incoming;
    const request = {
      method,
      path: url.pathname,
      search: url.searchParams,
      authorization: headers.authorization,
      body,
    };
    requests.push(request);
    const script = Object.entries(scripts).find(([route]) => `${method} ${url.pathname}`.startsWith(route))?.[1];
    const { status = 200, headers: scripted, body: payload = '', delay = 0 } = script?.(request) ?? { status: 418 };
    if (delay > 0) await sleep(delay);
    response.writeHead(status, { 'content-type': 'application/json', ...scripted });
    response.end(typeof payload === 'string' ? payload : JSON.stringify(payload));
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    seen: (route) => requests.filter(({ method, path }) => `${method} ${path}`.startsWith(route)),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const routeeSettings = ({ url }: StandInVendor) => ({
  ROUTEE_API_URL: url,
  ROUTEE_AUTH_URL: `${url}/auth`,
  ROUTEE_APPLICATION_ID: 'stand-in-application',
  ROUTEE_APPLICATION_SECRET: 'stand-in-secret',
});

export const gmsSettings = ({ url }: StandInVendor) => ({
  GMS_REPORT_URL: `${url}/gms`,
  GMS_CLIENT_ID: '77',
  GMS_LOGIN: 'stand-in-login',
  GMS_PASSWORD: 'stand-in-password',
});

/** Numbered tokens. Only the newest is accepted, until it expires on the clock. */
export function createTokenIssuer({ expiresInSeconds = 3600, delay = 0, clock = systemClock } = {}) {
  let issued = 0;
  let expiresAt = 0;
  const isValid = (authorization: string | undefined): boolean =>
    authorization === `Bearer token-${issued}` && clock.now() < expiresAt;
  return {
    issued: () => issued,
    script(): ScriptedAnswer {
      issued += 1;
      expiresAt = clock.now() + expiresInSeconds * 1000;
      return { delay, body: { access_token: `token-${issued}`, token_type: 'bearer', expires_in: expiresInSeconds } };
    },
    /** Answers requests with a valid token alone. */
    guard:
      (script: Script): Script =>
      (request) =>
        isValid(request.authorization) ? script(request) : { status: 401, body: { error: 'invalid_token' } },
    /** The newest token is refused from now on. */
    revoke: () => void (expiresAt = 0),
  };
}

export const TOKEN = 'POST /auth/oauth/token';
export const MESSAGE = 'GET /viber/tracking/';
export const CAMPAIGN = 'GET /viber/tracking/campaign/';
export const SEND = 'POST /viber/campaign';
export const REPORT = 'GET /gms/77/';
