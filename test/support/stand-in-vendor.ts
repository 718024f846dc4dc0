import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

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
  /** Milliseconds before it leaves. */
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
 * A vendor that is not the sandbox: it answers what it is told, notes every request, and refuses with 418 what nobody
 * scripted, so that a stray request fails a test.
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
    const { status = 200, headers: told = {}, body: given = '', delay = 0 } = script?.(request) ?? { status: 418 };
    if (delay > 0) await sleep(delay);
    response.writeHead(status, { 'content-type': 'application/json', ...told });
    response.end(typeof given === 'string' ? given : JSON.stringify(given));
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

/** Tokens with a number each; the vendor takes the newest alone, as long as it lives. The last life is that of all later ones. */
export function createTokenDesk({ livesInSeconds = [3600], delay = 0 } = {}) {
  let issued = 0;
  let dies = 0;
  const isValid = (authorization: string | undefined): boolean =>
    authorization === `Bearer token-${issued}` && performance.now() < dies;
  return {
    issued: () => issued,
    isAlive: () => performance.now() < dies,
    script(): ScriptedAnswer {
      const lifeSeconds = livesInSeconds[Math.min(issued, livesInSeconds.length - 1)] ?? 3600;
      issued += 1;
      dies = performance.now() + lifeSeconds * 1000;
      return { delay, body: { access_token: `token-${issued}`, token_type: 'bearer', expires_in: lifeSeconds } };
    },
    /** Answers only who brings a valid token. */
    guard:
      (script: Script): Script =>
      (request) =>
        isValid(request.authorization) ? script(request) : { status: 401, body: { error: 'invalid_token' } },
    /** The vendor takes the token back before its time. */
    withdraw: () => void (dies = 0),
  };
}

export const TOKEN = 'POST /auth/oauth/token';
export const MESSAGE = 'GET /viber/tracking/';
export const CAMPAIGN = 'GET /viber/tracking/campaign/';
export const SEND = 'POST /viber/campaign';
export const REPORT = 'GET /gms/77/';
