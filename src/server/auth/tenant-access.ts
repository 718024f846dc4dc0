import { createHash } from 'node:crypto';
import type { Scope } from '../../graph/context.js';
import { type CallerRates, createCaller, type Identify, type TenantService } from './caller.js';
import { readCredential } from './credential.js';
import { type ApiKey, createApiKeys } from './api-keys.js';
import { createJwks } from './jwks.js';
import { unauthenticated } from './refusal.js';
import { createTokenReader } from './token-reader.js';

export interface AccessKey {
  readonly name: string | null;
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  readonly scopes: readonly Scope[];
  readonly rates: CallerRates;
}

export interface TenantAccess {
  readonly service: TenantService;
  readonly keys: readonly AccessKey[];
}

export interface TokenIssuer {
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
}

export interface TenantAccessOptions {
  readonly tenants: readonly TenantAccess[];
  /** Null where bearer tokens are not accepted. */
  readonly jwt: TokenIssuer | null;
  /** Of callers with a token, by its subject. */
  readonly tokenRates: CallerRates;
}

/**
 * Identifies callers by a key of the tenants' file, or by a token of the issuer that names one of its tenants. A known
 * credential costs one digest and a lookup.
 */
export function createTenantAccess({ tenants, jwt, tokenRates }: TenantAccessOptions): Identify {
  const findKey = createApiKeys(tenants.flatMap(({ service, keys }) => keys.map((key) => apiKeyOf(service, key))));
  const services = new Map(tenants.map(({ service }) => [service.tenant.id, service]));
  const tokens =
    jwt &&
    createTokenReader({
      jwks: createJwks(new URL(jwt.jwksUrl)),
      issuer: jwt.issuer,
      audience: jwt.audience,
      callerFor({ tenant, subject, scopes }) {
        const service = services.get(tenant);
        return service
          ? createCaller({ service, credential: `${tenant}/token#${subject}`, scopes, rates: tokenRates })
          : null;
      },
    });

  return ({ headers }) => {
    const credential = readCredential(headers);
    if (!credential) throw unauthenticated();
    const digest = createHash('sha256').update(credential.text).digest();
    const hex = digest.toString('hex');
    const known = findKey(digest, hex) ?? tokens?.known(hex);
    if (known) return known;
    if (!tokens || !credential.mayBeToken || !isCompact(credential.text)) throw unauthenticated();
    return tokens.read(credential.text, hex);
  };
}

/** Names of keys may repeat; the first digits of the digest differ and reveal no key. */
function apiKeyOf(service: TenantService, { name, sha256, scopes, rates }: AccessKey): ApiKey {
  const credential = `${service.tenant.id}/${name ?? 'key'}#${sha256.slice(0, 8)}`;
  return { sha256, caller: createCaller({ service, credential, scopes: new Set(scopes), rates }) };
}

/** The three parts of a signed token. */
const isCompact = (text: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
