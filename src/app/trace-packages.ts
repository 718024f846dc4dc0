import { createRequire } from 'node:module';
import type { Config } from '../config/config.type.js';
import { readPackage } from './version.js';

const EXPORTERS = {
  'http/protobuf': '@opentelemetry/exporter-trace-otlp-proto',
  'http/json': '@opentelemetry/exporter-trace-otlp-http',
};
const OF_EACH = ['api', 'core', 'resources', 'sdk-trace'].map((name) => `@opentelemetry/${name}`);

/**
 * The packed program is installed without the packages of traces, its optional peers. In the folder of the unpacked program
 * npm installs an optional peer only where it becomes a dependency: `--save-prod`.
 * @throws Error that names those that are missing, where traces are on
 */
export function refuseMissingTracePackages({ traces }: Pick<Config, 'traces'>, isInstalled = canResolve): void {
  if (traces === null) return;
  const missing = [...OF_EACH, EXPORTERS[traces.protocol]].filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const versions = readPackage().peerDependencies ?? {};
  const named = missing.map((name) => (versions[name] === undefined ? name : `${name}@${versions[name]}`));
  throw new Error(
    `OTEL_* settings turn traces on, and their packages are not installed: npm install --save-prod ${named.join(' ')}; or OTEL_SDK_DISABLED=true`,
  );
}

const { resolve } = createRequire(import.meta.url);

function canResolve(name: string): boolean {
  try {
    return resolve(name) !== '';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND'; // it is there, for `import` alone
  }
}
