import { randomUUID } from 'node:crypto';
import { readBasic, type Route, type StandInRequest } from '../../../sandbox/listener.js';
import { type AccessEffect, applyEffect } from '../../../sandbox/magic.js';
import { type Reply, sendJson } from '../../../sandbox/reply.js';
import type { World } from '../../../sandbox/world.js';
import { findMagic } from './magic.js';
import { refuseToken } from './refusal.js';

export const credentials = { applicationId: 'sandbox-application', applicationSecret: 'sandbox-secret' } as const;

/** The scopes that an application may request (Routee docs: authentication, scopes). */
const knownScopes = 'account contact report sms voice 2step lookup virtual_number email viber failover'.split(' ');
const permissions = ['MT_ROLE_VIBER', 'MT_ROLE_FAILOVER', 'MT_ROLE_SMS', 'MT_ROLE_VOICE'];

interface Token {
  readonly value: string;
  readonly applicationId: string;
  readonly scopes: readonly string[];
  /** The number of tokens issued before it, and one. */
  readonly generation: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export interface Tokens {
  /** POST /oauth/token */
  readonly route: Route;
  /**
   * The token of a request, or the refusal where it is missing, expired or without the scope.
   * @param badStatus of a token that is missing or expired
   */
  authorize(request: StandInRequest, scope: string, badStatus?: 401 | 403): { token: Token } | { refusal: Reply };
  /** Refuses the token of a request with that key as the effect says; null accepts it. */
  refuseAccess(effect: AccessEffect, key: string, token: Token): Reply | null;
}

/**
 * One current token per application and set of scopes, as Routee does: another request gets the same one, with the
 * seconds that remain in `expires_in` (Routee docs: authentication).
 */
export function createTokens({ clock, tokenLifeSeconds }: Pick<World, 'clock' | 'tokenLifeSeconds'>): Tokens {
  const tokens = new Map<string, Token>();
  const current = new Map<string, Token>();
  const refusedGenerations = new Map<string, number>();
  let generation = 0;
  const isValid = (token: Token | undefined): token is Token => token !== undefined && token.expiresAt > clock.now();

  function issue(applicationId: string, scopes: readonly string[]): Token {
    const key = [applicationId, ...scopes].join(' ');
    const latest = current.get(key);
    if (isValid(latest)) return latest;
    for (const [value, token] of tokens) if (!isValid(token)) tokens.delete(value);
    generation += 1;
    const expiresAt = clock.now() + tokenLifeSeconds * 1000;
    const token: Token = { value: randomUUID(), applicationId, scopes, generation, expiresAt };
    tokens.set(token.value, token);
    current.set(key, token);
    return token;
  }

  /** 200 `{access_token, token_type, expires_in, scope, permissions}`; 400 and 401 (Routee docs: authentication). */
  function answerTokenRequest(request: StandInRequest): Reply {
    const login = readBasic(request.header('authorization'));
    const magic = login && findMagic('application', login.name);
    const isOwn = login?.name === credentials.applicationId && login.password === credentials.applicationSecret;
    // what an application's reads of the account cause, its token does not
    const isMagic = magic ?? (login && (findMagic('prices', login.name) ?? findMagic('balance', login.name)));
    if (!login || (!isOwn && !isMagic)) {
      const headers = { 'www-authenticate': 'Basic realm="oauth2/client"' };
      return sendJson(401, { error: 'Unauthorized', message: 'Bad credentials' }, headers);
    }
    const scopes = readScopes(request);
    if ('refusal' in scopes) return scopes.refusal;
    const token = issue(login.name, scopes.requested);
    const reply = sendJson(200, {
      access_token: token.value,
      token_type: 'bearer',
      expires_in: Math.floor((token.expiresAt - clock.now()) / 1000),
      scope: token.scopes.join(' '),
      permissions,
    });
    return magic ? applyEffect(magic.effect, reply) : reply;
  }

  return {
    route: { method: 'POST', template: '/oauth/token', answer: answerTokenRequest },
    authorize(request, scope, badStatus = 401) {
      const value = /^bearer (\S+)$/i.exec(request.header('authorization') ?? '')?.[1];
      const refuse = (status: 401 | 403, error: string, message: string) => ({
        refusal: refuseToken(status, error, message),
      });
      if (value === undefined)
        return refuse(badStatus, 'unauthorized', 'Full authentication is required to access this resource');
      const token = tokens.get(value);
      if (!isValid(token)) return refuse(badStatus, 'invalid_token', 'Invalid or expired access token');
      if (!token.scopes.includes(scope))
        return refuse(403, 'insufficient_scope', 'Insufficient scope for this resource');
      return { token };
    },
    refuseAccess({ status, until }, key, token) {
      const refused = refusedGenerations.get(key);
      if (until === 'new token' && refused !== undefined && token.generation > refused) return null;
      refusedGenerations.set(key, token.generation);
      // the next token request must get a new one
      for (const [scopes, latest] of current) if (latest === token) current.delete(scopes);
      if (status === 401 && until === 'new token') tokens.delete(token.value);
      return status === 401
        ? refuseToken(401, 'invalid_token', 'Invalid or expired access token')
        : refuseToken(403, 'access_denied', 'Access is denied');
    },
  };
}

/** The scopes of a token request, sorted; all of them where none is named. */
function readScopes(request: StandInRequest): { requested: readonly string[] } | { refusal: Reply } {
  const refuse = (error: string, description: string) => ({
    refusal: sendJson(400, { error, error_description: description }),
  });
  if (!request.header('content-type')?.toLowerCase().startsWith('application/x-www-form-urlencoded'))
    return refuse('invalid_request', 'The body must be a form');
  const form = new URLSearchParams(request.body);
  const grantType = form.get('grant_type');
  if (!grantType) return refuse('invalid_request', 'Missing grant type');
  if (grantType !== 'client_credentials')
    return refuse('unsupported_grant_type', `Unsupported grant type: ${grantType}`);
  const requested = (form.get('scope') ?? '').split(' ').filter(Boolean);
  const unknown = requested.find((scope) => !knownScopes.includes(scope));
  if (unknown !== undefined) return refuse('invalid_scope', `Invalid scope: ${unknown}`);
  return { requested: requested.length === 0 ? knownScopes : [...new Set(requested)].sort() };
}
