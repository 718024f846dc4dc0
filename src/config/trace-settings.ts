import { z } from 'zod';
import type { TracesConfig } from './config.type.js';
import type { Mistakes } from './mistakes.js';
import { address, anyText, type SettingTexts, oneOf, optional, setting, text, wholeNumber } from './text-value.js';

const milliseconds = wholeNumber(1, 600_000);

/** The standard compares words without regard to case. */
const word = <const Word extends string>(...words: Word[]) =>
  z
    .string()
    .toLowerCase()
    .pipe(oneOf(...words));

const protocol = word('http/json', 'http/protobuf', 'grpc');
const compression = word('gzip', 'none');

/** Those of the standard; only `tracecontext` is served. */
const PROPAGATORS = ['tracecontext', 'baggage', 'b3', 'b3multi', 'jaeger', 'xray', 'ottrace', 'none'];

const propagators = text(
  (value) => listOf(value).every((name) => PROPAGATORS.includes(name)),
  `must be names with commas between, of ${PROPAGATORS.join(', ')}`,
).transform(listOf);

/** The probability of a trace; other samplers take no argument. */
const ratio = text(
  (value) => /^(0|1|0?\.\d+|0\.0*|1\.0*)$/.test(value) && Number(value) <= 1,
  'must be a number from 0 to 1, such as 0.1',
).transform(Number);

/** `name=value` with commas between, the values percent-encoded (W3C Baggage, without properties). */
const pairs = text(
  (value) => pairsOf(value) !== null,
  'must be name=value with commas between, the values percent-encoded',
).transform((value) => pairsOf(value)!);

/** With one of them no export arrives, or none is understood. */
const HEADERS_OF_HTTP = [
  'connection',
  'content-encoding',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

const headers = text((value) => {
  const read = pairsOf(value);
  return read !== null && Object.entries(read).every(([name, each]) => isHeader(name, each));
}, 'must be header=value with commas between, the values percent-encoded printable ASCII')
  .refine((value) => Object.keys(pairsOf(value) ?? {}).every((name) => !HEADERS_OF_HTTP.includes(name.toLowerCase())), {
    error: `must not have headers that HTTP itself sets: ${HEADERS_OF_HTTP.join(', ')}; others are allowed`,
  })
  .transform((value) => pairsOf(value)!);

const isHeader = (name: string, value: string): boolean => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[ -~]*$/.test(value);

const SAMPLERS = [
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
  'always_on',
  'always_off',
  'traceidratio',
] as const;

const collector = address.refine((value) => !/[?#]/.test(value), {
  error: 'must be a URL without a query, which the exporter does not send; OTEL_EXPORTER_OTLP_HEADERS carries a key',
});

const OF_TRACES = 'the same for traces alone, which goes before';

export const traceSettings = z.object({
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(
    collector,
    '-',
    'URL of a collector (OTLP over HTTP), to whose path `/v1/traces` is added; with it operations and vendor calls are traced',
  ),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: optional(collector, '-', 'URL of a collector for traces, used as it is'),
  OTEL_EXPORTER_OTLP_HEADERS: optional(
    headers,
    '-',
    'headers for the collector: name=value with commas between, values percent-encoded',
  ),
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: optional(headers, '-', OF_TRACES),
  OTEL_EXPORTER_OTLP_TIMEOUT: setting(milliseconds, '10000', 'deadline of one export with its retries, milliseconds'),
  OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: optional(milliseconds, '-', OF_TRACES),
  OTEL_EXPORTER_OTLP_PROTOCOL: setting(protocol, 'http/protobuf', 'http/protobuf or http/json; grpc is not offered'),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: optional(protocol, '-', OF_TRACES),
  OTEL_EXPORTER_OTLP_COMPRESSION: setting(compression, 'none', 'gzip or none'),
  OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: optional(compression, '-', OF_TRACES),
  OTEL_SERVICE_NAME: optional(
    anyText,
    'messaging-graph',
    'name of this service in traces; goes before service.name of OTEL_RESOURCE_ATTRIBUTES',
  ),
  OTEL_RESOURCE_ATTRIBUTES: optional(
    pairs,
    '-',
    'attributes of all spans: name=value with commas between, values percent-encoded',
  ),
  OTEL_TRACES_EXPORTER: optional(
    word('otlp', 'none'),
    'otlp where an endpoint is set',
    'otlp or none; otlp without an endpoint exports to http://localhost:4318',
  ),
  OTEL_SDK_DISABLED: setting(word('true', 'false'), 'false', 'true turns traces off, whatever else is set'),
  OTEL_TRACES_SAMPLER: setting(
    word(...SAMPLERS),
    'parentbased_always_on',
    `which operations are traced: ${SAMPLERS.join(', ')}; parentbased follows the decision of the caller's \`traceparent\``,
  ),
  OTEL_TRACES_SAMPLER_ARG: setting(ratio, '1', 'share of traces that traceidratio keeps, from 0 to 1'),
  OTEL_PROPAGATORS: setting(
    propagators,
    'tracecontext',
    'tracecontext takes `traceparent` from requests; none starts a new trace for each; other standard names are not used',
  ),
  OTEL_BSP_SCHEDULE_DELAY: setting(milliseconds, '5000', 'time between two exports, milliseconds'),
  OTEL_BSP_MAX_QUEUE_SIZE: setting(
    wholeNumber(1, 1_000_000),
    '2048',
    'spans that wait for the collector at most; further ones are dropped',
  ),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: setting(
    wholeNumber(1, 100_000),
    '512',
    'spans of one export at most, and no more than OTEL_BSP_MAX_QUEUE_SIZE',
  ),
  OTEL_BSP_EXPORT_TIMEOUT: setting(milliseconds, '30000', 'time after which an export is given up, milliseconds'),
  TRACE_CONTEXT_VENDORS: optional(
    text((value) => listOf(value).every((name) => name !== ''), 'must be names of vendors with commas between'),
    '-',
    'vendors that are given `traceparent` and `tracestate`, by name, with commas between',
  ),
});

/** Without OTEL_* where traces are off: platforms set these for every program, so that their values are not checked. */
export function withoutUnusedTraceSettings(given: SettingTexts): SettingTexts {
  const isSetTo = (name: string, value: string): boolean => given[name]?.toLowerCase() === value;
  const namesCollector =
    'OTEL_EXPORTER_OTLP_ENDPOINT' in given ||
    'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT' in given ||
    'OTEL_TRACES_EXPORTER' in given;
  const isOn = namesCollector && !isSetTo('OTEL_TRACES_EXPORTER', 'none') && !isSetTo('OTEL_SDK_DISABLED', 'true');
  return isOn ? given : Object.fromEntries(Object.entries(given).filter(([name]) => !name.startsWith('OTEL_')));
}

type Settings = z.output<typeof traceSettings>;

const DEFAULT_ENDPOINT = 'http://localhost:4318';
const SERVICE_NAME = 'messaging-graph';

/** @returns null where traces are off */
export function readTraces(settings: Settings, vendors: readonly string[], mistakes: Mistakes): TracesConfig | null {
  const contextVendors = readVendors(settings, vendors, mistakes);
  const protocol = readProtocol(settings, mistakes);
  const queueSize = settings.OTEL_BSP_MAX_QUEUE_SIZE;
  const batchSize = settings.OTEL_BSP_MAX_EXPORT_BATCH_SIZE;
  const endpoint = settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? commonEndpoint(settings);
  if (endpoint === null) return null;
  const sampler = settings.OTEL_TRACES_SAMPLER;
  const resourceAttributes = settings.OTEL_RESOURCE_ATTRIBUTES ?? {};
  return {
    endpoint,
    headers: { ...settings.OTEL_EXPORTER_OTLP_HEADERS, ...settings.OTEL_EXPORTER_OTLP_TRACES_HEADERS },
    protocol,
    timeoutMs: settings.OTEL_EXPORTER_OTLP_TRACES_TIMEOUT ?? settings.OTEL_EXPORTER_OTLP_TIMEOUT,
    compression: settings.OTEL_EXPORTER_OTLP_TRACES_COMPRESSION ?? settings.OTEL_EXPORTER_OTLP_COMPRESSION,
    serviceName: settings.OTEL_SERVICE_NAME ?? (resourceAttributes['service.name'] || SERVICE_NAME),
    resourceAttributes,
    sampler: {
      isParentBased: sampler.startsWith('parentbased_'),
      ratio: sampler.endsWith('_on') ? 1 : sampler.endsWith('_off') ? 0 : settings.OTEL_TRACES_SAMPLER_ARG,
    },
    batch: {
      delayMs: settings.OTEL_BSP_SCHEDULE_DELAY,
      queueSize,
      batchSize: Math.min(batchSize, queueSize),
      exportTimeoutMs: settings.OTEL_BSP_EXPORT_TIMEOUT,
    },
    takesContext: settings.OTEL_PROPAGATORS.includes('tracecontext'),
    contextVendors,
  };
}

function commonEndpoint({
  OTEL_EXPORTER_OTLP_ENDPOINT: base,
  OTEL_TRACES_EXPORTER: exporter,
}: Settings): string | null {
  if (base === null && exporter !== 'otlp') return null;
  const url = new URL(base ?? DEFAULT_ENDPOINT);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/v1/traces`;
  return url.href;
}

/** grpc for other signals is no mistake. */
function readProtocol(settings: Settings, mistakes: Mistakes): TracesConfig['protocol'] {
  const { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: ofTraces, OTEL_EXPORTER_OTLP_PROTOCOL: ofAll } = settings;
  const protocolOfTraces = ofTraces ?? ofAll;
  if (protocolOfTraces !== 'grpc') return protocolOfTraces;
  const name = ofTraces === null ? 'OTEL_EXPORTER_OTLP_PROTOCOL' : 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL';
  mistakes.add(
    name,
    'must be http/protobuf or http/json for traces; for traces alone set OTEL_EXPORTER_OTLP_TRACES_PROTOCOL',
  );
  return 'http/protobuf';
}

function readVendors(
  { TRACE_CONTEXT_VENDORS: given }: Settings,
  known: readonly string[],
  mistakes: Mistakes,
): string[] {
  const names = given === null ? [] : listOf(given.toUpperCase());
  if (names.some((name) => !known.includes(name)))
    mistakes.add(
      'TRACE_CONTEXT_VENDORS',
      `must be names of vendors with commas between: ${known.join(', ').toLowerCase()}`,
    );
  return names;
}

function listOf(value: string): string[] {
  return value.split(',').map((item) => item.trim());
}

/** Null where the text is none. */
function pairsOf(value: string): Record<string, string> | null {
  const read: Record<string, string> = {};
  for (const pair of listOf(value)) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    if (at < 1 || name === '') return null;
    try {
      read[name] = decodeURIComponent(pair.slice(at + 1).trim());
    } catch {
      return null;
    }
  }
  return read;
}
