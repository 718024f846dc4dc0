import type { AuthConfig, JwtConfig } from './config.type.js';
import type { Mistakes } from './mistakes.js';
import type { SettingTexts, Settings } from './settings.js';
import { isLoopback } from '../loopback.js';

const jwtNames = ['JWT_JWKS_URL', 'JWT_ISSUER', 'JWT_AUDIENCE'] as const;

export const hasJwt = (given: SettingTexts): boolean => jwtNames.some((name) => given[name] !== undefined);

/** Who may call: the callers in TENANTS_FILE, or everyone, which needs a loopback address or AUTH=none. */
export function readAuth(given: SettingTexts, settings: Settings, mistakes: Mistakes): AuthConfig {
  const jwt = readJwt(given, settings, mistakes);
  if (given.TENANTS_FILE !== undefined) {
    if (settings.AUTH === 'none')
      mistakes.add('AUTH', 'must not be none together with TENANTS_FILE, which names the callers');
    return { mode: 'tenants', jwt };
  }
  if (settings.AUTH === null && !isLoopback(settings.HOST) && !mistakes.has('AUTH')) {
    mistakes.add(
      'HOST',
      'must be a loopback address, since everyone who reaches it may read and send: name the callers in TENANTS_FILE, or confirm with AUTH=none that everyone may',
    );
  }
  return { mode: 'none', jwt: null };
}

function readJwt(given: SettingTexts, settings: Settings, mistakes: Mistakes): JwtConfig | null {
  if (!hasJwt(given)) return null;
  for (const name of jwtNames) {
    if (given[name] === undefined) mistakes.add(name, `is missing: bearer tokens need all of ${jwtNames.join(', ')}`);
    else if (given.TENANTS_FILE === undefined)
      mistakes.add(name, 'needs TENANTS_FILE, which names the tenants of the tokens');
  }
  const { JWT_JWKS_URL: jwksUrl, JWT_ISSUER: issuer, JWT_AUDIENCE: audience } = settings;
  return jwksUrl === null || issuer === null || audience === null ? null : { jwksUrl, issuer, audience };
}
