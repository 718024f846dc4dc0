import { describe, expect, test } from '@jest/globals';
import { mistakesOf, read, VENDOR_NAMES } from './reading.js';

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.example:4318' };
const tracesOf = (environment: Record<string, string>) => read(environment).traces;

describe('traces are off', () => {
  test.each([
    [{}],
    [{ OTEL_SERVICE_NAME: 'shop', OTEL_TRACES_SAMPLER: 'always_on' }],
    [{ ...ENDPOINT, OTEL_SDK_DISABLED: 'true' }],
    [{ ...ENDPOINT, OTEL_SDK_DISABLED: 'TRUE' }],
    [{ ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: '' }],
    [{ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://collector.example:4318/v1/metrics' }],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }],
  ])('with %j', (environment) => {
    expect(tracesOf(environment)).toBeNull();
  });
});

describe('where traces are off, other settings of the standard are not checked', () => {
  const WRONG = {
    OTEL_TRACES_SAMPLER: 'xray',
    OTEL_EXPORTER_OTLP_HEADERS: 'secret',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'thrift',
    OTEL_BSP_SCHEDULE_DELAY: '0',
  };
  test.each([
    [{}],
    [{ OTEL_SDK_DISABLED: 'yes' }],
    [{ OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'junk', OTEL_TRACES_EXPORTER: 'console' }],
    [{ OTEL_TRACES_EXPORTER: 'None', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'junk' }],
  ])('with %j', (environment) => {
    expect(mistakesOf({ ...WRONG, ...environment })).toEqual([]);
    expect(tracesOf({ ...WRONG, ...environment })).toBeNull();
  });

  test('but one that could turn them on is', () => {
    expect(mistakesOf({ OTEL_TRACES_EXPORTER: 'console' })).toEqual(['OTEL_TRACES_EXPORTER: must be otlp or none']);
    expect(mistakesOf({ OTEL_SDK_DISABLED: 'true', TRACE_CONTEXT_VENDORS: 'twilio' })).toEqual([
      `TRACE_CONTEXT_VENDORS: must be names of vendors with commas between: ${VENDOR_NAMES.join(', ')}`,
    ]);
  });
});

describe('traces are on', () => {
  test('with the address of a collector, and the defaults of the standard', () => {
    expect(tracesOf(ENDPOINT)).toEqual({
      endpoint: 'http://collector.example:4318/v1/traces',
      headers: {},
      protocol: 'http/protobuf',
      timeoutMs: 10_000,
      compression: 'none',
      serviceName: 'messaging-graph',
      resourceAttributes: {},
      sampler: { isParentBased: true, ratio: 1 },
      batch: { delayMs: 5000, queueSize: 2048, batchSize: 512, exportTimeoutMs: 30_000 },
      takesContext: true,
      contextVendors: [],
    });
  });

  test.each([
    ['https://a.example', 'https://a.example/v1/traces'],
    ['https://a.example/', 'https://a.example/v1/traces'],
    ['https://a.example/otlp/', 'https://a.example/otlp/v1/traces'],
  ])('the path of traces is added to %s', (url, endpoint) => {
    expect(tracesOf({ OTEL_EXPORTER_OTLP_ENDPOINT: url })?.endpoint).toBe(endpoint);
  });

  test('what is set for traces alone goes before, and its address is used as it is', () => {
    expect(
      tracesOf({
        ...ENDPOINT,
        OTEL_EXPORTER_OTLP_HEADERS: 'a=1,b=2%2C3',
        OTEL_EXPORTER_OTLP_TIMEOUT: '1000',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://traces.example/in',
        OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'a=4',
        OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '2000',
        OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'HTTP/JSON',
        OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'gzip',
      }),
    ).toMatchObject({
      endpoint: 'http://traces.example/in',
      headers: { a: '4', b: '2,3' },
      timeoutMs: 2000,
      protocol: 'http/json',
      compression: 'gzip',
    });
  });

  test.each([
    [{}, 'messaging-graph'],
    [{ OTEL_RESOURCE_ATTRIBUTES: 'service.name=shop%20graph,team=a' }, 'shop graph'],
    [{ OTEL_RESOURCE_ATTRIBUTES: 'service.name=' }, 'messaging-graph'],
    [{ OTEL_RESOURCE_ATTRIBUTES: 'service.name=shop', OTEL_SERVICE_NAME: 'till' }, 'till'],
  ])('with the name of the service that %j gives: %s', (settings, serviceName) => {
    expect(tracesOf({ ...ENDPOINT, ...settings })).toMatchObject({ serviceName });
  });

  test('with the exporter alone, to the collector of this machine', () => {
    expect(tracesOf({ OTEL_TRACES_EXPORTER: 'otlp' })?.endpoint).toBe('http://localhost:4318/v1/traces');
  });

  test.each([
    ['parentbased_always_on', '0.5', { isParentBased: true, ratio: 1 }],
    ['parentbased_always_off', '0.5', { isParentBased: true, ratio: 0 }],
    ['parentbased_traceidratio', '0.1', { isParentBased: true, ratio: 0.1 }],
    ['always_on', '0.5', { isParentBased: false, ratio: 1 }],
    ['always_off', '0.5', { isParentBased: false, ratio: 0 }],
    ['traceidratio', '1.0', { isParentBased: false, ratio: 1 }],
    ['TraceIdRatio', '.25', { isParentBased: false, ratio: 0.25 }],
  ])('the sampler %s of %s', (name, ratio, sampler) => {
    const environment = { ...ENDPOINT, OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: ratio };
    expect(tracesOf(environment)?.sampler).toEqual(sampler);
  });

  test('context is taken and given as the settings say', () => {
    const environment = { ...ENDPOINT, OTEL_PROPAGATORS: 'baggage, b3', TRACE_CONTEXT_VENDORS: 'routee, GMS' };
    expect(tracesOf(environment)).toMatchObject({ takesContext: false, contextVendors: ['ROUTEE', 'GMS'] });
  });

  test('a batch is never larger than what waits', () => {
    expect(tracesOf({ ...ENDPOINT, OTEL_BSP_MAX_QUEUE_SIZE: '7' })?.batch).toMatchObject({
      queueSize: 7,
      batchSize: 7,
    });
  });
});

describe('a wrong value is reported by what is allowed, never by what was set', () => {
  test.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4317', 'must be an http or https URL without a user or password'],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'grpc://a', 'must be an http or https URL without a user or password'],
    [
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'http://a/?key=secret',
      /^must be a URL without a query, .* OTEL_EXPORTER_OTLP_HEADERS/,
    ],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'http://a/b?secret', /^must be a URL without a query, /],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'http://a/b#secret', /^must be a URL without a query, /],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'secret', /^must be header=value with commas between/],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a b=secret', /^must be header=value with commas between/],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a=%0d%0asecret', /^must be header=value with commas between/],
    ['OTEL_EXPORTER_OTLP_TRACES_HEADERS', 'a=%zz', /^must be header=value with commas between/],
    [
      'OTEL_EXPORTER_OTLP_HEADERS',
      'a=1,content-length=0',
      /^must not have headers that HTTP itself sets: connection, /,
    ],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'Transfer-Encoding=secret', /^must not have headers that HTTP itself sets: /],
    ['OTEL_EXPORTER_OTLP_TRACES_HEADERS', 'host=secret', /^must not have headers that .* upgrade; others are allowed$/],
    ['OTEL_EXPORTER_OTLP_TIMEOUT', '10s', 'must be a whole number from 1 to 600000'],
    ['OTEL_EXPORTER_OTLP_TIMEOUT', '-1', 'must be a whole number from 1 to 600000'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc', /^must be http\/protobuf or http\/json for traces; /],
    ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'grpc', /^must be http\/protobuf or http\/json for traces; /],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'thrift', 'must be http/json, http/protobuf or grpc'],
    ['OTEL_EXPORTER_OTLP_COMPRESSION', 'zstd', 'must be gzip or none'],
    ['OTEL_TRACES_EXPORTER', 'console', 'must be otlp or none'],
    ['OTEL_SDK_DISABLED', 'yes', 'must be true or false'],
    ['OTEL_TRACES_SAMPLER', 'jaeger_remote', /^must be parentbased_always_on, .* or traceidratio$/],
    ['OTEL_TRACES_SAMPLER_ARG', '10%', 'must be a number from 0 to 1, such as 0.1'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5', 'must be a number from 0 to 1, such as 0.1'],
    ['OTEL_RESOURCE_ATTRIBUTES', 'a', 'must be name=value with commas between, the values percent-encoded'],
    ['OTEL_PROPAGATORS', 'w3c', /^must be names with commas between, of tracecontext, baggage, /],
    ['OTEL_BSP_SCHEDULE_DELAY', '0', 'must be a whole number from 1 to 600000'],
    ['OTEL_BSP_MAX_QUEUE_SIZE', '0', 'must be a whole number from 1 to 1000000'],
    ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE', '1.5', 'must be a whole number from 1 to 100000'],
    ['OTEL_BSP_EXPORT_TIMEOUT', '1e3', 'must be a whole number from 1 to 600000'],
    ['TRACE_CONTEXT_VENDORS', 'twilio', `must be names of vendors with commas between: ${VENDOR_NAMES.join(', ')}`],
  ])('%s=%s', (name, value, expected) => {
    const [mistake, ...others] = mistakesOf({ ...ENDPOINT, [name]: value });
    expect(others).toEqual([]);
    expect(mistake?.slice(0, name.length + 2)).toBe(`${name}: `);
    if (typeof expected === 'string') expect(mistake?.slice(name.length + 2)).toBe(expected);
    else expect(mistake?.slice(name.length + 2)).toMatch(expected);
    expect(mistake).not.toContain('secret');
  });

  test('of the protocol are reported beside one of the endpoint', () => {
    const mistakes = mistakesOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'x', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' });
    expect(mistakes.map((mistake) => mistake.split(':')[0]).sort()).toEqual([
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'OTEL_EXPORTER_OTLP_PROTOCOL',
    ]);
  });
});

describe('the name of a standard setting', () => {
  test.each([
    'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT',
    'OTEL_EXPORTER_OTLP_METRICS_HEADERS',
    'OTEL_EXPORTER_OTLP_LOGS_TIMEOUT',
    'OTEL_BLRP_SCHEDULE_DELAY',
    'OTEL_METRICS_EXPORTER',
    'OTEL_LOGS_EXPORTER',
    'OTEL_METRIC_EXPORT_INTERVAL',
    'OTEL_EXPORTER_ZIPKIN_ENDPOINT',
    'OTEL_LOG_LEVEL',
    'OTEL_NODE_RESOURCE_DETECTORS',
    'OTEL_SEMCONV_STABILITY_OPT_IN',
    'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT',
  ])('for what this program does not do is ignored: %s', (name) => {
    expect(mistakesOf({ ...ENDPOINT, [name]: 'anything' })).toEqual([]);
  });

  test.each([
    ['OTEL_EXPORTER_OTLP_ENDPONT', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
    ['OTEL_TRACE_SAMPLER', 'OTEL_TRACES_SAMPLER'],
    ['OTEL_SERVICENAME', 'OTEL_SERVICE_NAME'],
  ])('that is mistyped is reported: %s', (name, meant) => {
    expect(mistakesOf({ [name]: '1' })).toEqual([`${name}: is not a setting; did you mean ${meant}?`]);
  });
});
