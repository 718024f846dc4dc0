import { expect } from '@jest/globals';
import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  getOperationAST,
  getVariableValues,
  type GraphQLError,
  parse,
  validate,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { MessagingError } from '../../src/errors/error.js';
import type { AuditEntry } from '../../src/graph/audit.js';
import { createSnapshots } from '../../src/graph/campaign/campaign.snapshots.js';
import type { CampaignSnapshots, CancelAnswer, CancelResult } from '../../src/graph/campaign/campaign.source.js';
import { recordsSends } from '../../src/graph/sending/send-event.js';
import { configured } from '../../src/graph/loading.js';
import { type Clock, systemClock } from '../../src/clock.js';
import type { Clocks } from '../../src/sends/clock.js';
import type { Contradiction } from '../../src/sends/ledger-store.js';
import type { SendViberCampaignInput } from '../../src/graph/campaign/campaign.input.js';
import type { Campaign } from '../../src/graph/campaign/campaign.type.js';
import type { GraphContext, Scope, Sources, Tenant } from '../../src/graph/context.js';
import type { DeliveryReport } from '../../src/graph/delivery-report/delivery-report.type.js';
import type { FailoverSearch } from '../../src/graph/failover-flow/failover-flow.source.js';
import type { FailoverFlow } from '../../src/graph/failover-flow/failover-flow.type.js';
import type { VendorPage, VendorPageRequest } from '../../src/graph/page/window.js';
import type { PriceList } from '../../src/graph/preview/preview.source.js';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { limitSources } from '../../src/graph/scope.js';
import type { TenantLedger } from '../../src/graph/sending/send-receipt.js';
import type { Sender } from '../../src/graph/sending/sender.js';
import type { SendFailoverFlowInput } from '../../src/graph/failover-flow/failover-flow.input.js';
import type { SendCallbacks } from '../../src/graph/sending/send-callback.js';
import type { SendViberMessageInput } from '../../src/graph/viber-message/viber-message.input.js';
import type { ViberMessage } from '../../src/graph/viber-message/viber-message.type.js';
import { canonicalInput } from '../../src/sends/canonical.js';
import { openMemoryLog } from '../../src/events/log/memory-log.js';
import type { DeliveryEvents } from '../../src/graph/delivery-event/delivery-event.source.js';
import { openMemoryLedger } from '../../src/sends/memory-store.js';
import { Operation } from '../../src/operation.js';
import { createCampaignSender } from '../../src/vendors/routee/campaigns.js';
import { createFailoverFlowSender } from '../../src/vendors/routee/failover-flows.js';
import type { RouteeApi } from '../../src/vendors/routee/routee-api.js';
import { createViberMessageSender } from '../../src/vendors/routee/viber-message-sender.js';
import { AS_OF, failoverFlow, sentCampaign, viberMessage } from './graph-samples.js';

export const TENANT: Tenant = { id: 'tenant', digest: 'tenant-digest' };
export const OTHER_TENANT: Tenant = { id: 'other', digest: 'other-digest' };

/** What the vendors know, and how they misbehave. */
export interface World {
  /** The messages of campaigns, null for a row without its id. */
  readonly campaigns?: Readonly<Record<string, readonly (ViberMessage | null)[]>>;
  readonly messages?: readonly ViberMessage[];
  readonly flows?: readonly (FailoverFlow | null)[];
  readonly reports?: readonly DeliveryReport[];
  /** Campaigns that this graph sent, oldest first. */
  readonly sent?: readonly Campaign[];
  /** How a call fails, by its text in `calls`. */
  readonly failures?: Readonly<Record<string, Error>>;
  readonly maxPageSize?: number;
  readonly snapshotBytes?: number;
  /** The largest page that the vendor gives. */
  readonly vendorCap?: number;
  readonly send?: (input: SendViberCampaignInput, times: number) => Promise<Campaign>;
  readonly sendMessage?: (input: SendViberMessageInput, times: number) => Promise<ViberMessage>;
  readonly sendFlow?: (input: SendFailoverFlowInput, times: number) => Promise<FailoverFlow>;
  readonly cancel?: (trackingId: string) => Promise<CancelResult>;
  /** Null by default: vendors cannot call back. */
  readonly callbacks?: SendCallbacks;
  /** Of the ledger. */
  readonly clocks?: Clocks;
  /** Of what a send waits for the log. */
  readonly clock?: Clock;
  /** Whether the log is known to be away. */
  readonly isLogAway?: boolean;
  readonly prices?: PriceList;
  readonly without?: readonly ('ROUTEE' | 'GMS')[];
}

export interface ReportedError {
  readonly path: readonly (string | number)[] | undefined;
  readonly message: string;
  /** Null for an error that is not in the catalogue. */
  readonly code: string | null;
  readonly inputPath?: readonly (string | number)[];
  readonly violations?: readonly string[];
}

export interface Answer {
  readonly data: unknown;
  readonly errors: readonly ReportedError[];
  /** Every call to a source, in the order of their texts: `messages c1 0/20`, `message m1`, `report simple m:1`, ... */
  readonly calls: readonly string[];
  readonly result: ExecutionResult;
}

export interface AskOptions {
  readonly tenant?: Tenant;
  readonly scopes?: readonly Scope[];
  readonly operation?: Operation;
  /** Those of an earlier run, by `snapshots` of the graph; new ones when left out. */
  readonly snapshots?: CampaignSnapshots;
  /** Off for sources that do not answer the same twice. */
  readonly compiledToo?: boolean;
}

export interface Graph {
  ask(document: string, variables?: Record<string, unknown>, options?: AskOptions): Promise<Answer>;
  /** By the function that graphql-jit compiles. */
  askCompiled(document: string, variables?: Record<string, unknown>, options?: AskOptions): Promise<Answer>;
  readonly ledger: TenantLedger;
  /** Of everything; their calls are in `calls`. */
  readonly sources: Sources;
  readonly calls: readonly string[];
  readonly events: DeliveryEvents;
  /** Snapshots of campaigns for several runs. */
  createSnapshots(): CampaignSnapshots;
  /** Lines of the access log about sends. */
  readonly audits: AuditEntry[];
  readonly contradictions: Contradiction[];
  /** Calls that took no remembered answer. */
  readonly freshCalls: string[];
  /** Every search that reached the source. */
  readonly searches: FailoverSearch[];
  readonly sentInputs: SendViberCampaignInput[];
  readonly sentMessages: SendViberMessageInput[];
  readonly sentFlows: SendFailoverFlowInput[];
}

/** What the vendor answers to a cancel. */
export const CANCEL_DETAILS: Readonly<Record<CancelResult, CancelAnswer['details']>> = {
  CANCELLED: {},
  NOT_FOUND: { vendor: 'ROUTEE', vendorStatus: 404, vendorCode: '404009001' },
  NOT_SCHEDULED: { vendor: 'ROUTEE', vendorStatus: 400, vendorCode: '400009002' },
  UNKNOWN: { vendor: 'ROUTEE', vendorStatus: 500 },
};

export const schema = buildGraphSchema();

/** Routee's senders draft without a call. */
const UNUSED = {} as RouteeApi;

/** A property asks the same text hundreds of times. */
const known = new Map<string, Prepared>();

interface Prepared {
  readonly document: DocumentNode;
  readonly invalid: readonly GraphQLError[];
  compiled?: CompiledQuery;
}

function prepare(text: string): Prepared {
  const before = known.get(text);
  if (before) return before;
  const document = parse(text);
  const prepared = { document, invalid: validate(schema, document) };
  known.set(text, prepared);
  return prepared;
}

function compile(text: string): { readonly document: DocumentNode; readonly compiled: CompiledQuery } {
  const prepared = prepare(text);
  if (!prepared.compiled) {
    const compiled = compileQuery(schema, prepared.document);
    if (!isCompiledQuery(compiled)) throw new TypeError('graphql-jit cannot compile this operation');
    prepared.compiled = compiled;
  }
  return { document: prepared.document, compiled: prepared.compiled };
}

/** A graph over fake vendors. Every query also runs as graphql-jit compiles it, and has to give the same answer. */
export async function graph(world: World = {}): Promise<Graph> {
  const calls: string[] = [];
  const searches: FailoverSearch[] = [];
  const sentInputs: SendViberCampaignInput[] = [];
  const sentMessages: SendViberMessageInput[] = [];
  const sentFlows: SendFailoverFlowInput[] = [];
  const audits: AuditEntry[] = [];
  const contradictions: Contradiction[] = [];
  const freshCalls: string[] = [];
  const ledger: TenantLedger = openMemoryLedger({
    campaignRecordDays: 90,
    sendTimeoutMs: 30_000,
    onContradiction: (one) => void contradictions.push(one),
    ...(world.clocks ? { clocks: world.clocks } : {}),
  }).forTenant(TENANT.id);
  for (const [index, campaign] of (world.sent ?? []).entries()) {
    const input = canonicalInput('VIBER_CAMPAIGN', {});
    const bound = await ledger.bind({ key: `earlier-${index}`, kind: 'VIBER_CAMPAIGN', input, scheduledAt: null });
    if (bound.isNew) await ledger.accept(bound.send.id, { vendorId: campaign.trackingId, receipt: campaign });
  }

  const events = openMemoryLog({ days: 7, max: 200_000 }).forTenant(TENANT.id);

  async function called(call: string, operation?: Operation): Promise<void> {
    calls.push(call);
    if (operation?.fresh) freshCalls.push(call);
    const failure = world.failures?.[call];
    if (failure) throw failure;
  }

  function senderOf<Input, Receipt>(
    call: string,
    { draft }: Pick<Sender<Input, Receipt>, 'draft'>,
    inputs: Input[],
    send: (input: Input, times: number) => Promise<Receipt>,
  ): Sender<Input, Receipt> | null {
    if (world.without?.includes('ROUTEE')) return null;
    return {
      draft,
      prepare: async () => undefined,
      async send(input) {
        inputs.push(input);
        await called(call);
        return send(input, inputs.length);
      },
    };
  }

  const page = <Row>(rows: readonly (Row | null)[], request: VendorPageRequest): VendorPage<Row> =>
    pageOf(rows, request, world.vendorCap);
  const maxPageSize = world.maxPageSize ?? 100;
  const routee = !world.without?.includes('ROUTEE');
  const gms = !world.without?.includes('GMS');
  const campaignSender = senderOf('send', createCampaignSender(UNUSED), sentInputs, (input, times) =>
    world.send ? world.send(input, times) : Promise.resolve(sentCampaign(`sent-${times}`)),
  );
  const vendorSources: Omit<Sources, 'unlimited' | 'snapshots'> = {
    ledger,
    events,
    recordSend: recordsSends({ events, isAway: () => world.isLogAway ?? false, clock: world.clock ?? systemClock }),
    callbacks: world.callbacks ?? null,
    vendorOf: (name) =>
      name === 'deliveryReports' ? { vendor: 'GMS', isConfigured: gms } : { vendor: 'ROUTEE', isConfigured: routee },
    campaigns: routee
      ? {
          maxPageSize,
          async messages({ trackingId, order, page: number, size }, operation) {
            await called(
              `messages ${trackingId}${order ? ` by ${order.field} ${order.direction}` : ''} ${number}/${size}`,
              operation,
            );
            const rows = world.campaigns?.[trackingId];
            return rows ? page(rows, { page: number, size }) : null;
          },
        }
      : null,
    campaignSender: campaignSender && {
      ...campaignSender,
      async cancel(trackingId) {
        await called(`cancel ${trackingId}`);
        const result = (await world.cancel?.(trackingId)) ?? 'CANCELLED';
        return { result, details: CANCEL_DETAILS[result] };
      },
    },
    viberMessageSender: senderOf('send message', createViberMessageSender(UNUSED), sentMessages, (input, times) =>
      world.sendMessage ? world.sendMessage(input, times) : Promise.resolve(viberMessage(`sent-${times}`)),
    ),
    failoverFlowSender: senderOf('send flow', createFailoverFlowSender(UNUSED), sentFlows, (input, times) =>
      world.sendFlow ? world.sendFlow(input, times) : Promise.resolve(failoverFlow(`sent-${times}`)),
    ),
    viberMessages: routee
      ? {
          async get(trackingId, operation) {
            await called(`message ${trackingId}`, operation);
            return world.messages?.find((message) => message.trackingId === trackingId) ?? null;
          },
        }
      : null,
    failoverFlows: routee
      ? {
          maxPageSize,
          async get(trackingId, operation) {
            await called(`flow ${trackingId}`, operation);
            return world.flows?.find((flow) => flow?.trackingId === trackingId) ?? null;
          },
          async search(search, request) {
            searches.push(search);
            await called(`search ${request.page}/${request.size}`);
            return page(world.flows ?? [], request);
          },
        }
      : null,
    deliveryReports: gms
      ? {
          async get(key, form) {
            await called(`report ${form} ${'messageId' in key ? `m:${key.messageId}` : `e:${key.extraId}`}`);
            const report = world.reports?.find((one) =>
              'messageId' in key ? one.messageId === key.messageId : one.extraId === key.extraId,
            );
            return report ? { ...inForm(report, form), ...key } : null;
          },
        }
      : null,
    account: routee
      ? {
          async prices() {
            await called('prices');
            return world.prices ?? { currency: 'EUR', pricedAt: AS_OF, viber: new Map() };
          },
          async balance() {
            await called('balance');
            return { amount: '41.37', currency: 'EUR' };
          },
        }
      : null,
  };

  const unkept = { ...vendorSources, unlimited: vendorSources };
  /** Of one run, so that the compiled one makes the same calls; or of all, where a test keeps them. */
  const sourcesOf = (snapshots: CampaignSnapshots = createGraphSnapshots()): Sources => ({ ...unkept, snapshots });
  const createGraphSnapshots = (): CampaignSnapshots =>
    createSnapshots({
      campaigns: () => configured(unkept, 'campaigns'),
      events,
      maxBytes: world.snapshotBytes ?? 2 ** 25,
    });

  const contextOf = ({
    tenant = TENANT,
    scopes = ['read', 'read:recipients', 'send', 'send:reconcile'],
    operation = new Operation(),
    snapshots,
  }: AskOptions): GraphContext => ({
    tenant,
    scopes: new Set(scopes),
    sources: limitSources(sourcesOf(snapshots), new Set(scopes)),
    operation,
    updates: undefined as never, // no query uses it
    audit: (entry) => void audits.push(entry),
    values: [],
  });

  /** Runs something and returns its answer with the calls that it made. */
  async function observe(run: () => Promise<ExecutionResult>): Promise<Answer> {
    calls.length = 0;
    const result = await run();
    const data = JSON.parse(JSON.stringify(result.data ?? null)) as unknown;
    return { data, errors: (result.errors ?? []).map(toReportedError).sort(byPath), calls: [...calls].sort(), result };
  }

  function askCompiled(
    text: string,
    variables: Record<string, unknown> = {},
    options: AskOptions = {},
  ): Promise<Answer> {
    const { document, compiled } = compile(text);
    // graphql-jit knows neither @oneOf nor defaults of required members: what it is given has to be coerced already
    const { coerced } = getVariableValues(schema, getOperationAST(document)?.variableDefinitions ?? [], variables);
    return observe(async () => compiled.query({}, contextOf(options), coerced));
  }

  return {
    ledger,
    sources: sourcesOf(),
    calls,
    events,
    createSnapshots: createGraphSnapshots,
    audits,
    contradictions,
    freshCalls,
    searches,
    sentInputs,
    sentMessages,
    sentFlows,
    askCompiled,
    async ask(text, variables = {}, options = {}) {
      const { document, invalid } = prepare(text);
      if (invalid.length > 0)
        return { data: null, errors: invalid.map(toReportedError), calls: [], result: { errors: invalid } };
      const operation = options.operation ?? new Operation();
      const answer = await observe(async () =>
        execute({ schema, document, variableValues: variables, contextValue: contextOf({ ...options, operation }) }),
      );
      if (
        options.compiledToo !== false &&
        getOperationAST(document)?.operation === 'query' &&
        answer.result.data !== undefined
      ) {
        const searched = searches.length;
        const again = Object.assign(new Operation(), { startedAt: operation.startedAt });
        const { data, errors, calls: made } = await askCompiled(text, variables, { ...options, operation: again });
        searches.length = searched;
        expect({ data, errors, calls: made }).toEqual({
          data: answer.data,
          errors: answer.errors,
          calls: answer.calls,
        });
      }
      return answer;
    },
  };
}

/** A page as an honest vendor gives it, which may give less than was asked for. */
export function pageOf<Row>(
  rows: readonly (Row | null)[],
  { page, size }: VendorPageRequest,
  cap = Infinity,
): VendorPage<Row> {
  const given = Math.min(size, cap);
  return { rows: rows.slice(page * given, (page + 1) * given), total: rows.length, size: given, asOf: AS_OF };
}

/** What GMS reports in each form: a detailed body without attempts has no ids, number or time. */
function inForm(report: DeliveryReport, form: 'simple' | 'detailed'): DeliveryReport {
  if (form === 'simple') return { ...report, started: null, processing: null, attempts: null, plan: null };
  if (report.attempts?.length !== 0) return report;
  return { ...report, messageId: null, extraId: null, phoneNumber: null, reportedAt: null };
}

function toReportedError(error: GraphQLError): ReportedError {
  const { path, message, originalError } = error;
  if (!(originalError instanceof MessagingError)) return { path, message, code: null };
  const { inputPath, violations } = originalError.details;
  return {
    path,
    message,
    code: originalError.code,
    ...(inputPath && { inputPath }),
    ...(violations && { violations: violations.map((one) => `${one.code} ${one.inputPath.join('.')}`) }),
  };
}

const byPath = (a: ReportedError, b: ReportedError): number =>
  JSON.stringify(a.path ?? []) < JSON.stringify(b.path ?? []) ? -1 : 1;
