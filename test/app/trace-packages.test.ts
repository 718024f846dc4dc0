import { expect, test } from '@jest/globals';
import { refuseMissingTracePackages } from '../../src/app/trace-packages.js';
import { read } from '../config/reading.js';

const config = (settings: Record<string, string>) =>
  read({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', ...settings });

test('traces that are on are refused where their packages are missing, by name', () => {
  const missing = () => refuseMissingTracePackages(config({}), (name) => name === '@opentelemetry/api');
  expect(missing).toThrow(
    'OTEL_* settings turn traces on, and their packages are not installed: npm install --save-prod @opentelemetry/core @opentelemetry/resources @opentelemetry/sdk-trace @opentelemetry/exporter-trace-otlp-proto; or OTEL_SDK_DISABLED=true',
  );
});

test('the exporter of the other protocol is not needed', () => {
  const isInstalled = (name: string) => !name.endsWith('-proto');
  refuseMissingTracePackages(config({ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }), isInstalled);
  expect(() => refuseMissingTracePackages(config({}), isInstalled)).toThrow(
    /install --save-prod @opentelemetry\/exporter-trace-otlp-proto;/,
  );
});

test('nothing is needed where traces are off, and nothing is missing in this repository', () => {
  refuseMissingTracePackages(read({}), () => false);
  refuseMissingTracePackages(config({ OTEL_SDK_DISABLED: 'true' }), () => false);
  refuseMissingTracePackages(config({}));
  refuseMissingTracePackages(config({ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }));
});
