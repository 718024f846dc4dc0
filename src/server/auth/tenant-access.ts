import { createHash, timingSafeEqual } from 'node:crypto';
import type { CallerRates, JwtConfig, KeyConfig } from '../../config/config.type.js';
import { type Caller, createCaller, type Identify, type TenantService } from './caller.js';
import { readCredential, unauthenticated } from './credential.js';
import type { TokenReader } from './token-reader.js';

export interface TenantAccess {
  readonly service: TenantService;
  readonly keys: readonly KeyConfig[];
}

export interface TenantAccessOptions {
  readonly tenants: readonly TenantAccess[];
  /** Null where bearer tokens are not accepted. */
  readonly jwt: JwtConfig | null;
  /** Of callers with a token, by its subject. */
  readonly tokenRates: CallerRates;
  /** Called once when the issuer's keys cannot be loaded, with the cause, and once when they can be again. */
  readonly onKeysChange: (cause: string | null) => void;
}

/**
 * Identifies callers by a key of the tenants' file, or by a token of the issuer that names one of its tenants. A known
 * credential costs one digest and a lookup.
 */
export async function createTenantAccess(options: TenantAccessOptions): Promise<Identify> {
  const { tenants, jwt } = options;
  // By digest: the time of a lookup depends on digests, which callers cannot choose, and not on keys.
  const keys = new Map(
    tenants.flatMap(({ service, keys: given }) => given.map((key) => [key.sha256, apiKeyOf(service, key)] as const)),
  );
  const findKey = (digest: Buffer, hex: string): Caller | undefined => {
    const key = keys.get(hex);
    return key && timingSafeEqual(key.digest, digest) ? key.caller : undefined;
  };
  const tokens = jwt && (await openTokenReader(jwt, options));

  return ({ headers }) => {
    const credential = readCredential(headers);
    if (!credential) throw unauthenticated();
    const digest = createHash('sha256').update(credential.text).digest();
    const hex = digest.toString('hex');
    const key = findKey(digest, hex);
    if (key) return key;
    if (!tokens || !credential.mayBeToken) throw unauthenticated();
    const known = tokens.known(hex);
    if (known) return known;
    if (!isCompact(credential.text)) throw unauthenticated();
    return tokens.read(credential.text, hex);
  };
}

/** Loads the library for tokens, which nothing else needs. */
async function openTokenReader(
  { jwksUrl, issuer, audience }: JwtConfig,
  { tenants, tokenRates: rates, onKeysChange }: TenantAccessOptions,
): Promise<TokenReader> {
  const [{ createJwks }, { createTokenReader }] = await Promise.all([import('./jwks.js'), import('./token-reader.js')]);
  const services = new Map(tenants.map(({ service }) => [service.tenant.id, service]));
  return createTokenReader({
    jwks: createJwks(new URL(jwksUrl), onKeysChange),
    issuer,
    audience,
    callerFor({ tenant, subject, scopes, expiresAt }) {
      const service = services.get(tenant);
      if (!service) return null;
      return createCaller({ service, credential: `${tenant}/token#${subject}`, scopes, rates, expiresAt });
    },
  });
}

/** Names of keys may repeat; the first digits of the digest differ and reveal no key. */
function apiKeyOf(service: TenantService, { name, sha256, scopes, rates, subscriptions }: KeyConfig) {
  const credential = `${service.tenant.id}/${name ?? 'key'}#${sha256.slice(0, 8)}`;
  const caller = createCaller({
    service,
    credential,
    scopes: new Set(scopes),
    rates,
    maxSubscriptions: subscriptions,
  });
  return { digest: Buffer.from(sha256, 'hex'), caller };
}

/** The three parts of a signed token. */
const isCompact = (text: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
