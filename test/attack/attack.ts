import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { beforeAll, afterAll, describe, expect, test } from '@jest/globals';
import { requireDiscreet } from '../support/discretion.js';
import { type SandboxedService, type Settings, startSandboxedService } from '../support/running-service.js';

/** One HTTP request, as a hostile client would write it. */
export interface HostileRequest {
  readonly method?: string;
  /** With the query string; /graphql by default. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Attack {
  readonly name: string;
  /** Where the idea is from. */
  readonly idea: string;
  readonly request: HostileRequest;
  readonly status: number;
  /** Of every error; null where the request is answered, because it does no harm. */
  readonly code: string | null;
  /** What the answer must not repeat. */
  readonly secrets?: readonly string[];
}

export interface HostileReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** One operation by POST. */
export const operation = (
  query: string,
  variables?: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): HostileRequest => post(JSON.stringify({ query, variables }), headers);

export const post = (body: string | Buffer, headers: Readonly<Record<string, string>> = {}): HostileRequest => ({
  method: 'POST',
  headers: { ...JSON_TYPE, ...headers },
  body,
});

/** One operation by GET, from a client that says that it is no web page. */
export const get = (
  parameters: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = { 'apollo-require-preflight': '1' },
): HostileRequest => ({ path: `/graphql?${new URLSearchParams(parameters).toString()}`, headers });

export const many = (count: number, write: (n: number) => string, between = ' '): string =>
  Array.from({ length: count }, (_, n) => write(n)).join(between);

export function sendRequest(
  url: string,
  { method = 'GET', path = '/graphql', headers = {}, body }: HostileRequest,
): Promise<HostileReply> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(new URL(url), { method, path, headers, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text: Buffer.concat(parts).toString(),
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Bytes that no HTTP library would write. @returns everything that came until the server hung up, or said enough */
export function sendBytes(
  url: string,
  bytes: string,
  isEnough: (answer: string) => boolean = () => false,
): Promise<HostileReply> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes));
    const end = () => {
      socket.destroy();
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
      resolve({ status, headers: {}, text });
    };
    socket.on('data', (part) => {
      text += part.toString();
      if (isEnough(text)) end();
    });
    socket.on('error', () => undefined); // it is reset when the server refuses to read on
    socket.on('close', end);
  });
}

interface AnsweredError {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

export const errorsOf = ({ text }: Pick<HostileReply, 'text'>): readonly AnsweredError[] =>
  (JSON.parse(text) as { errors?: readonly AnsweredError[] }).errors ?? [];

const MEMBERS: ReadonlySet<string> = new Set([
  ...['code', 'category', 'retryable', 'inputPath', 'violations', 'vendor', 'vendorStatus', 'vendorCode'],
  ...['vendorErrorCode', 'retryAfterSeconds', 'outcome', 'requestId'],
]);

/** Neither values nor stacks nor the schema, and nothing but the members that errors have. */
export function requireNothingLeaked({ text }: Pick<HostileReply, 'text'>, secrets: readonly string[] = []): void {
  requireDiscreet(text, secrets);
  expect(text).not.toMatch(/did you mean|stacktrace|"exception"|"tracing"|node_modules|call stack/i);
  expect(text.length).toBeLessThan(20_000);
  for (const { message, extensions } of errorsOf({ text })) {
    expect(Object.keys(extensions).filter((member) => !MEMBERS.has(member))).toEqual([]);
    expect(message).not.toMatch(/\p{Cc}/u);
    expect(message.length).toBeLessThan(500);
  }
}

/** A service in production, with stand-ins for the vendors. */
export function serviceUnderAttack(settings: Settings = {}): () => SandboxedService {
  let service: SandboxedService;
  beforeAll(async () => {
    service = await startSandboxedService({ NODE_ENV: 'production', ...settings });
    await sendRequest(service.url, operation('{ __typename }')); // what loads at the first request counts against no attack
  });
  afterAll(() => service.stop());
  return () => service;
}

/** Each must get its status and its code, before any vendor call, and learn nothing; bench/ measures what each costs. */
export function describeAttacks(title: string, service: () => SandboxedService, attacks: readonly Attack[]): void {
  describe(title, () => {
    test.each(attacks.map((attack) => [attack.name, attack] as const))('%s', async (_name, attack) => {
      const { url, sandbox } = service();
      sandbox.clearCalls();
      const reply = await sendRequest(url, attack.request);
      const codes = [...new Set(errorsOf(reply).map(({ extensions }) => extensions['code']))];
      expect({ status: reply.status, codes }).toEqual({
        status: attack.status,
        codes: attack.code === null ? [] : [attack.code],
      });
      expect(sandbox.calls()).toEqual([]);
      requireNothingLeaked(reply, attack.secrets);
    });
  });
}

/** What is too large is refused with 400 whatever answer the client accepts. */
export const underEveryMediaType = (attacks: readonly Attack[]): readonly Attack[] =>
  attacks.flatMap((attack) =>
    ['application/json', 'application/graphql-response+json'].map((accept) => ({
      ...attack,
      name: `${attack.name} (${accept})`,
      request: { ...attack.request, headers: { ...attack.request.headers, accept } },
    })),
  );
