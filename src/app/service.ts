import 'reflect-metadata'; // before any class that type-graphql decorates
import { createAccess } from './access.js';
import { openAnswering } from './answering.js';
import {
  type AccountAddress,
  accountAddresses,
  openCallbackAddresses,
  openCallbackIntake,
  sandboxAddresses,
} from './callbacks.js';
import type { Config } from '../config/config.type.js';
import { eventsStep, openEvents } from './events.js';
import { ledgerStep, openSendLedger } from './ledger.js';
import { readListedOperations } from './listed-operations.js';
import { openConsole } from './open-console.js';
import { openExplorer } from './open-explorer.js';
import { openMetricsServer } from './metrics-server.js';
import { openRates } from './rates.js';
import { listenError, type OnStep } from './start-limit.js';
import { type OpenSandbox, openSandbox, type SandboxOptions } from './sandbox.js';
import { closeServer } from '../server/http/close-server.js';
import { createReadiness } from '../server/http/readiness.js';
import { type Log, logAudit, logCallback, logUnexpected } from '../server/observability/log.js';
import { NO_METRICS } from '../server/observability/no-metrics.js';
import { ConcurrencyLimiter } from '../server/graphql/concurrency-limiter.js';
import { createServer, type ServerOptions } from '../server/http/server.js';
import { type Clock, systemClock } from '../clock.js';
import type { RequestIds } from '../trace.js';
import { endsWithin } from '../wait-at-most.js';
import type { Vendor } from '../vendors/vendor.js';
import { VENDORS } from '../vendors/vendors.js';
import { openTenants } from './tenants.js';
import { observeRequests, openTraces } from './tracing.js';
import { readVersion } from './version.js';
import { observeSubscriptions } from './watching.js';
import { createVendorWatch } from './vendor-watch.js';
import type { WorkerLink } from './workers/worker-link.js';

/** The running graph. */
export interface Service {
  readonly url: string;
  /** Where metrics are on a port of their own; null where they are not. */
  readonly metricsUrl: string | null;
  /** The tenants' own addresses for the consoles of vendors. They are secret. */
  readonly callbackUrls: readonly AccountAddress[];
  /** Null where the vendors are real. */
  readonly sandbox: Pick<OpenSandbox, 'calls' | 'callbacks'> | null;
  /**
   * Answers everything for the time of `drainMs`, then stops accepting, ends streams and WebSockets, finishes what runs
   * within 10 s, and sends within their own deadline, then closes everything.
   * @param othersListen see CloseTimes
   */
  stop(othersListen?: Promise<unknown>): Promise<void>;
}

const STOP_MS = 10_000;
/** Beyond a send's deadline: for the token before it and for the ledger after it. */
const SEND_MARGIN_MS = 5000;
/** For reads whose callers are gone. */
const CLOSE_MS = 1000;
/** For the last spans. */
const TRACES_MS = 2000;

export interface ServiceOptions {
  readonly onStep?: OnStep;
  /** Off to compare: no operation is then compiled or shared. */
  readonly shortcuts?: boolean;
  /** Of the calls to vendors, of streams and of the log of delivery events. */
  readonly clock?: Clock;
  /** In the place of what is free on the disk of the log of delivery events, bytes. */
  readonly freeBytes?: () => number;
  /** From 0 to 1, for the delays of their retries. */
  readonly random?: () => number;
  /** Those that the settings were read for. */
  readonly vendors?: readonly Vendor[];
  /** Of the vendors that the sandbox takes the place of. */
  readonly sandbox?: SandboxOptions;
  /** In the sandbox: makes a few sends at its start, so that lists of sends are not empty. */
  readonly sendsSamples?: boolean;
  /** To the other workers; null where this process is the only one. */
  readonly workers?: WorkerLink | null;
  /** Of connections and streams, in the place of the usual ones. */
  readonly httpLimits?: ServerOptions['limits'];
  /** For a connection or a command, in the place of the usual times, milliseconds. */
  readonly redisTimeoutMs?: number;
}

/** Puts everything together, from the vendors outwards, and listens. */
export async function startService(
  config: Config,
  log: Log,
  {
    shortcuts = true,
    onStep = () => undefined,
    vendors = VENDORS,
    sendsSamples = false,
    sandbox: sandboxOptions,
    clock,
    random,
    freeBytes,
    httpLimits,
    workers = null,
    redisTimeoutMs,
  }: ServiceOptions = {},
): Promise<Service> {
  const { host, port } = config.listen;
  const { sendTimeoutMs } = config.upstream;
  const unexpected = (error: unknown, request?: RequestIds): void => logUnexpected(log, error, request);

  const listed = readListedOperations(config); // first, because nothing is open yet that a wrong file would leave open
  const sandbox = config.sandbox ? await openSandbox(vendors, sandboxOptions) : null;
  onStep(ledgerStep(config));
  const metrics = config.metrics ? (await import('../server/observability/metrics.js')).createMetrics() : NO_METRICS;
  const shared = workers ? { seen: workers.seen, isFirst: workers.place.isFirst } : {};
  const ledger = await openSendLedger(config, log, metrics, { ...shared, commandTimeoutMs: redisTimeoutMs });
  onStep(eventsStep(config));
  const events = await openEvents(config, log, { clock, freeBytes, onUnexpected: unexpected, redisTimeoutMs });
  const addresses = await openCallbackAddresses(config, workers);
  const rates = await openRates(config, log, workers, redisTimeoutMs);
  const traces = await openTraces(config, log, metrics);
  const watch = createVendorWatch(log, metrics, traces);
  const trace = traces?.background ?? null;
  const deps = { vendors, sandbox, ledger, events, addresses, watch, trace, workers, clock, random };
  const tenants = openTenants(config, { ...deps, onUnexpected: unexpected });
  const access = await createAccess(config, tenants.services, log);
  const limiter = new ConcurrencyLimiter({ limit: config.maxConcurrentOperations, tenants: config.tenants.length });
  const answering = await openAnswering(config, {
    listed,
    limiter,
    admit: rates.limiter.admit,
    reserveCalls: rates.limiter.reserveCalls,
    refundCalls: rates.limiter.refundCalls,
    onUnexpected: unexpected,
    onAudit: (entry, caller, request) => logAudit(log, entry, caller, request),
    ...observeSubscriptions(log, metrics, traces),
    clock,
    shortcuts,
  });
  metrics.show({
    running: () => limiter.running,
    subscriptions: () => answering.subscriptions.openByTransport,
    vendors: () => tenants.vendors.map((vendor) => vendor.state()),
    ledgerState: () => ledger.state(),
    ratesUp: () => rates.isUp(),
    jwksUp: access.jwksUp,
    ledgerSize: () => ledger.size(),
    eventsSize: () => events.size(),
    eventsState: () => events.state(),
  });

  workers?.showMetrics(() => metrics.json());
  const page = workers ? { ...metrics, text: () => workers.metricsPage() } : metrics;

  let draining = false;
  const isDraining = (): boolean => draining;
  const observe = observeRequests(log, metrics, traces);
  const startTrace = traces?.start ?? null;
  const server = createServer({
    ...access,
    answerOperation: answering.answerOperation,
    limiter,
    rates: rates.limiter,
    isReady: createReadiness({ isDraining, vendors: tenants.vendors, probed: tenants.oneOfEachVendor }),
    isDraining,
    ledgerState: () => ledger.state(),
    eventsState: () => events.state(),
    workers: workers && (() => workers.counts()),
    metrics: config.metrics?.port === null ? { ...page, key: config.metrics.key } : null,
    corsOrigins: config.corsOrigins,
    callbacks: addresses && {
      intake: openCallbackIntake(addresses, {
        vendors,
        services: tenants.services,
        onUnexpected: unexpected,
      }),
      observe(callback) {
        logCallback(log, callback);
        metrics.calledBack(callback);
        traces?.calledBack(callback);
      },
    },
    corsLoopback: config.corsLoopback,
    explorer: await openExplorer(config),
    console: await openConsole(config, log),
    headers: config.sandbox ? { 'x-sandbox': '1' } : {},
    observe,
    startTrace,
    limits: httpLimits,
    endSubscriptions: () => answering.subscriptions.drain(),
  });
  onStep('the addresses to listen on (HOST, PORT, METRICS_PORT)');
  const url = await server.listen(host, port).catch((error: unknown) => {
    throw listenError(error, 'HOST', 'PORT');
  });
  if (addresses?.publicUrl === null) addresses.usePublicUrl(url);
  if (addresses) sandbox?.callBack(sandboxAddresses(addresses, config, vendors));
  if (config.sandbox && sendsSamples) {
    const { sendSamples } = await import('./sandbox-sends.js');
    await sendSamples(tenants.services).catch(unexpected); // without them the lists are empty
  }
  const metricsServer = await openMetricsServer(config, page, {
    allowsHost: access.allowsHost,
    isDraining,
    observe,
    startTrace,
  }).catch((error: unknown) => {
    throw listenError(error, 'HOST', 'METRICS_PORT');
  });
  const metricsUrl = metricsServer?.url ?? null;
  log.info({
    event: 'started',
    version: readVersion(),
    node: process.version,
    url,
    metricsUrl,
    sandbox: config.sandbox,
    tenants: config.tenants.length,
  });

  return {
    url,
    metricsUrl,
    sandbox,
    callbackUrls: addresses ? accountAddresses(addresses, config, vendors) : [],
    async stop(othersListen) {
      draining = true;
      log.info({ event: 'draining', running: limiter.running });
      const sendsMs = sendTimeoutMs + SEND_MARGIN_MS;
      const isComplete = await closeServer(server, {
        drainMs: config.drainMs,
        ...(othersListen && { othersListen }),
        answersMs: STOP_MS,
        sendsMs,
        sendsDone: () => limiter.mutationsDone(),
      });
      await metricsServer?.close();
      await answering.close();
      await endsWithin(systemClock, tenants.close(), CLOSE_MS);
      await rates.close();
      await events.close();
      await ledger.close();
      await sandbox?.close();
      await traces?.close(TRACES_MS);
      log.info({ event: 'stopped', isComplete });
    },
  };
}
