import { readConfig } from '../../src/config/config.js';
import { startSandbox, type Sandbox, type SandboxOptions } from './sandbox.js';
import { createLog } from '../../src/server/observability/log.js';
import { type Service, type ServiceOptions, startService } from '../../src/app/service.js';

export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
}

/** What one operation was answered. */
export interface Reply<Data> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly data: Data | null | undefined;
  readonly errors: readonly AnswerError[];
  /** Requests that reached vendors for it, by its own account. */
  readonly upstream: { readonly calls: number; readonly coalesced: number; readonly cacheHits: number } | null;
}

export type Variables = Readonly<Record<string, unknown>>;
type Headings = Readonly<Record<string, string>>;

export interface RunningService {
  readonly url: string;
  /** The service's own; null where its vendors are others. */
  readonly sandbox: Service['sandbox'];
  /** The tenants' own addresses for vendors. */
  readonly callbackUrls: Service['callbackUrls'];
  /** One operation by POST, with a report of its vendor calls. Nothing remembered serves it unless `headers` say so. */
  query<Data = Readonly<Record<string, unknown>>>(
    document: string,
    variables?: Variables,
    headers?: Headings,
  ): Promise<Reply<Data>>;
  /** The data of an operation that must have no errors. */
  read<Data>(document: string, variables?: Variables, headers?: Headings): Promise<Data>;
  /** Everything logged so far, without the service's own address, which it may contain. */
  log(): string;
  stop(): Promise<void>;
}

/** With SHORTCUTS=off in its environment, a run of the tests has every service go the long way, without a cache. */
const longWay = process.env['SHORTCUTS'] === 'off';

/** Settings as an environment gives them. The port is a free one, and sends are kept in memory; events too, unless a store is named. */
export type Settings = Readonly<Record<string, string>>;

/** Settings that name a store for the log of events. */
const STORES = ['DATA_DIR', 'REDIS_URL', 'EVENTS_REDIS_URL'];

/** Deadlines that no busy machine misses: a test of deadlines sets its own. */
const TEST_SETTINGS = {
  PORT: '0',
  DRAIN_SECONDS: '0',
  LOG_LEVEL: 'trace',
  OPERATION_TIMEOUT_MS: '60000',
  UPSTREAM_TIMEOUT_MS: '60000',
};

/** Longer than any test, milliseconds. */
const LONG = 600_000;

/** A request on a connection that its server closes at this moment fails; a busy page is late with its connection_init. */
const TEST_LIMITS = { keepAliveMs: LONG, initMs: LONG };

/** The service as `npm start` runs it, in this process. */
export async function startRunningService(
  settings: Settings = {},
  options: ServiceOptions = {},
): Promise<RunningService> {
  const environment = { ...TEST_SETTINGS, ...(longWay ? { CACHE: 'off' } : {}), ...settings };
  const config = readConfig(environment, undefined, options.vendors);
  let logged = '';
  const log = createLog(config.log.level, { write: (line) => void (logged += line) });
  // A clock of the test's own may be far ahead of the one on which operations have their deadline.
  const isPatient = options.clock && settings['OPERATION_TIMEOUT_MS'] === undefined;
  const patient = isPatient ? { operationTimeoutMs: 1e12 } : {};
  const memory = { kind: 'memory' } as const;
  const isStored = STORES.some((name) => settings[name] !== undefined);
  const { DATA_DIR: directory } = settings;
  // the sandbox has its log in memory, unless a test names a directory
  const embedded = config.sandbox && directory !== undefined ? { kind: 'embedded' as const, directory } : null;
  const place = embedded ?? (isStored ? config.events.place : memory);
  const events = { ...config.events, place };
  const inMemory = { ...config, ...patient, ledger: memory, events };
  const httpLimits = { ...TEST_LIMITS, ...options.httpLimits };
  const service = await startService(inMemory, log, { shortcuts: !longWay, ...options, httpLimits });

  const query: RunningService['query'] = async (document, variables = {}, headers = {}) =>
    readReply(
      await fetch(`${service.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'cache-control': 'no-cache',
          'x-upstream-report': '1',
          ...headers,
        },
        body: JSON.stringify({ query: document, variables }),
      }),
    );

  return {
    url: service.url,
    sandbox: service.sandbox,
    callbackUrls: service.callbackUrls,
    query,
    async read<Data>(document: string, variables?: Variables, headers?: Headings): Promise<Data> {
      const { data, errors } = await query<Data>(document, variables, headers);
      if (errors.length > 0 || data == null) throw new Error(`the operation failed: ${JSON.stringify(errors)}`);
      return data;
    },
    log: () => logged.replaceAll(service.url, ''),
    stop: () => service.stop(),
  };
}

/** Reads any answer of the service, also to a request that was made by hand. */
export async function readReply<Data>(response: Response): Promise<Reply<Data>> {
  const text = await response.text();
  const body = JSON.parse(text) as {
    data?: Data | null;
    errors?: readonly AnswerError[];
    extensions?: { upstream?: NonNullable<Reply<Data>['upstream']> };
  };
  return {
    status: response.status,
    headers: response.headers,
    text,
    data: body.data,
    errors: body.errors ?? [],
    upstream: body.extensions?.upstream ?? null,
  };
}

export interface SandboxedService extends RunningService {
  readonly sandbox: Sandbox;
}

/** The service with a sandbox of the test's own in the place of both vendors, so that its calls can be counted. */
export async function startSandboxedService(
  settings: Settings = {},
  options: SandboxOptions = {},
  serviceOptions: ServiceOptions = {},
): Promise<SandboxedService> {
  const sandbox = await startSandbox(options);
  const service = await startRunningService(
    { ...accountsOf(sandbox), UPSTREAM_REPORT: 'on', ...settings },
    serviceOptions,
  );
  return {
    ...service,
    sandbox,
    async stop() {
      await service.stop();
      await sandbox.close();
    },
  };
}

/** The vendor settings that reach a sandbox. */
export const accountsOf = ({ routee, gms }: Pick<Sandbox, 'routee' | 'gms'>): Settings => ({
  ROUTEE_API_URL: routee.apiUrl,
  ROUTEE_AUTH_URL: routee.authUrl,
  ROUTEE_APPLICATION_ID: routee.applicationId,
  ROUTEE_APPLICATION_SECRET: routee.applicationSecret,
  GMS_REPORT_URL: gms.reportUrl,
  GMS_CLIENT_ID: gms.clientId,
  GMS_LOGIN: gms.login,
  GMS_PASSWORD: gms.password,
});
