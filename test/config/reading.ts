import { ConfigError, readConfig } from '../../src/config/config.js';
import { VENDORS } from '../../src/vendors/vendors.js';

type Environment = Record<string, string | undefined>;

/** As settings and the tenants' file write them. */
export const VENDOR_NAMES: readonly string[] = VENDORS.map(({ name }) => name.toLowerCase());

/** Files by name; any other cannot be read. */
export const filesOf = (files: Record<string, unknown>) => (path: string) => {
  const content = files[path];
  if (content === undefined) throw new Error(`ENOENT: ${path}`);
  return typeof content === 'string' ? content : JSON.stringify(content);
};

export const read = (environment: Environment, files: Record<string, unknown> = {}) =>
  readConfig(environment, filesOf(files));

export function mistakesOf(environment: Environment, files: Record<string, unknown> = {}): readonly string[] {
  try {
    read(environment, files);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

export const routee = { ROUTEE_APPLICATION_ID: 'application', ROUTEE_APPLICATION_SECRET: 'routee-secret' };
export const gms = {
  GMS_REPORT_URL: 'https://reports.example',
  GMS_CLIENT_ID: '7',
  GMS_LOGIN: 'us',
  GMS_PASSWORD: 'gms-secret',
};
