import { createHash } from 'node:crypto';
import type { Scope } from '../../graph/context.js';
import { type CallerRates, createCaller, type Identify, type TenantService } from './caller.js';
import { readCredential } from './credential.js';
import { createKeyRing, type RingKey } from './key-ring.js';
import { createKeySet } from './key-set.js';
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
  /** Null where no tokens are taken. */
  readonly jwt: TokenIssuer | null;
  /** Of whoever comes with a token, by its subject. */
  readonly tokenRates: CallerRates;
}

/**
 * Lets in who brings a key of the tenants' file, or a token of the issuer that names one of its tenants. A credential
 * that was seen before costs one digest and a lookup.
 */
export function createTenantAccess({ tenants, jwt, tokenRates }: TenantAccessOptions): Identify {
  const findKey = createKeyRing(tenants.flatMap(({ service, keys }) => keys.map((key) => ringKey(service, key))));
  const services = new Map(tenants.map(({ service }) => [service.tenant.id, service]));
  const tokens =
    jwt &&
    createTokenReader({
      keySet: createKeySet(new URL(jwt.jwksUrl)),
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

/** Names of keys may repeat; the beginning of its digest tells each apart and gives no key away. */
function ringKey(service: TenantService, { name, sha256, scopes, rates }: AccessKey): RingKey {
  const credential = `${service.tenant.id}/${name ?? 'key'}#${sha256.slice(0, 8)}`;
  return { sha256, caller: createCaller({ service, credential, scopes: new Set(scopes), rates }) };
}

/** The three parts of a signed token. */
const isCompact = (text: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
