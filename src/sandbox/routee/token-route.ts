import type { Clock } from '../data/clock.js';
import { sendJson, type Reply } from '../http/reply.js';
import type { Question, Route } from '../http/route.js';
import { readBasic } from '../http/basic.js';
import { bendReply } from '../magic-effect.js';
import { findMagic } from '../magic.js';
import type { TokenDesk } from './token.js';

/** What an application may ask for (Routee docs: authentication, scopes). */
const knownScopes = [
  'account',
  'contact',
  'report',
  'sms',
  'voice',
  '2step',
  'lookup',
  'virtual_number',
  'email',
  'viber',
  'failover',
];
const permissions = ['MT_ROLE_VIBER', 'MT_ROLE_FAILOVER'];

export interface TokenRouteOptions {
  readonly clock: Clock;
  readonly tokens: TokenDesk;
  /** Whether these are the application's id and secret. */
  isKnown(applicationId: string, secret: string): boolean;
}

/**
 * POST /oauth/token. 200 `{access_token, token_type, expires_in, scope, permissions}`;
 * 400 `{error, error_description}`, 401 `{error, message}` (Routee docs: authentication).
 */
export function createTokenRoute(options: TokenRouteOptions): Route {
  return { method: 'POST', template: '/oauth/token', answer: (question) => issueToken(options, question) };
}

function issueToken({ clock, tokens, isKnown }: TokenRouteOptions, question: Question): Reply {
  const login = readBasic(question.header('authorization'));
  const magic = login && findMagic('application', login.name);
  if (!login || (!magic && !isKnown(login.name, login.password))) {
    return sendJson(
      401,
      { error: 'Unauthorized', message: 'Bad credentials' },
      { 'www-authenticate': 'Basic realm="oauth2/client"' },
    );
  }
  if (!question.header('content-type')?.toLowerCase().startsWith('application/x-www-form-urlencoded')) {
    return refuseForm('invalid_request', 'The body must be a form');
  }
  const form = new URLSearchParams(question.text);
  const grantType = form.get('grant_type');
  if (!grantType) return refuseForm('invalid_request', 'Missing grant type');
  if (grantType !== 'client_credentials')
    return refuseForm('unsupported_grant_type', `Unsupported grant type: ${grantType}`);
  const asked = (form.get('scope') ?? '').split(' ').filter(Boolean);
  const unknown = asked.find((scope) => !knownScopes.includes(scope));
  if (unknown !== undefined) return refuseForm('invalid_scope', `Invalid scope: ${unknown}`);
  const token = tokens.issue(asked.length === 0 ? knownScopes : [...new Set(asked)].sort());
  const reply = sendJson(200, {
    access_token: token.value,
    token_type: 'bearer',
    expires_in: Math.floor((token.expiresAt - clock.now()) / 1000),
    scope: token.scopes.join(' '),
    permissions,
  });
  return magic ? bendReply(magic.effect, reply) : reply;
}

function refuseForm(error: string, description: string): Reply {
  return sendJson(400, { error, error_description: description });
}
