import { startSandbox, type Sandbox, type SandboxOptions } from '../support/sandbox.js';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON; fails when it is not. */
  body: Record<string, unknown>;
}

/** A sandbox with a clock to turn, and the calls that a careful client would make. */
export async function startCaller(options: SandboxOptions = {}) {
  const time = { now: Date.parse('2026-03-04T12:00:00.123Z') };
  const sandbox = await startSandbox({ now: () => time.now, ...options });
  let token = '';
  const caller = {
    sandbox,
    time,
    async authorize(
      form = 'grant_type=client_credentials',
      login = `${sandbox.routee.applicationId}:${sandbox.routee.applicationSecret}`,
    ) {
      const answer = await call(`${sandbox.routee.authUrl}/oauth/token`, {
        method: 'POST',
        headers: { authorization: basic(login), 'content-type': 'application/x-www-form-urlencoded' },
        body: form,
      });
      if (answer.status === 200 && answer.text.startsWith('{')) token = String(answer.body['access_token']);
      return answer;
    },
    routee: (path: string, init: RequestInit = {}) =>
      call(sandbox.routee.apiUrl + path, {
        ...init,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      }),
    post: (path: string, body: unknown) => caller.routee(path, { method: 'POST', body: JSON.stringify(body) }),
    gms: (path: string, login = `${sandbox.gms.login}:${sandbox.gms.password}`) =>
      call(`${sandbox.gms.reportUrl}/${sandbox.gms.clientId}/api/dr/${path}`, {
        headers: { authorization: basic(login), accept: 'application/json' },
      }),
  };
  return caller;
}

export type Caller = Awaited<ReturnType<typeof startCaller>>;
export type { Sandbox };

export const basic = (login: string) => `Basic ${Buffer.from(login).toString('base64')}`;

async function call(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    get body() {
      return JSON.parse(text) as Record<string, unknown>;
    },
  };
}

/** A member of a JSON object inside an answer, by its path. */
export function pick(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((inner, name) => (inner as Record<string | number, unknown> | undefined)?.[name], value);
}

export function rows(answer: Answer): Record<string, unknown>[] {
  return answer.body['content'] as Record<string, unknown>[];
}
