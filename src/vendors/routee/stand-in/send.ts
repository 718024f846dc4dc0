import { applyEffect, type Effect, type MagicValue } from '../../../sandbox/magic.js';
import { sendJson } from '../../../sandbox/reply.js';
import type { World } from '../../../sandbox/world.js';
import { findMagic } from './magic.js';
import { refuse, refuseInput, type Refusal } from './refusal.js';
import type { RouteeRoute } from './routee-route.js';

/** One kind of send. */
export interface Send<Request> {
  readonly path: string;
  readonly scope: RouteeRoute['scope'];
  readonly shape: Shape;
  /** The refusal of the first one that is broken is the answer. */
  readonly rules: readonly Rule<Request>[];
  /** The numbers whose magic values apply. */
  recipients(request: Request): readonly string[];
  /** Stores the send and returns the body of the answer. */
  accept(request: Request, effect: Effect | undefined): unknown;
}

export type Rule<Request> = readonly [isBroken: (request: Request, world: World) => boolean, refusal: Refusal];

/** For a rule whose refusal Routee does not document. */
export const invalid = (text: string): Refusal => ({ code: '400000000', text: `Validation error: ${text}` });

/** A POST that sends: 200 with the body of `accept`; 400, 404, 409 as documented, 415. */
export const createSendRoute = <Request>(world: World, send: Send<Request>): RouteeRoute => ({
  method: 'POST',
  template: send.path,
  scope: send.scope,
  answer({ body, header }, refuseAccess) {
    if (!header('content-type')?.toLowerCase().startsWith('application/json'))
      return refuse({ code: '415000000', text: 'Content-Type must be application/json' });
    const read = readRequest<Request>(body, send.shape);
    if ('wrong' in read) return refuseInput('not readable', read.wrong);
    const { request } = read;
    const broken = send.rules.find(([isBroken]) => isBroken(request, world));
    if (broken) return refuse(broken[1]);
    const magic = findRecipientMagic(send.recipients(request));
    const effect = magic?.effect;
    if (effect?.kind === 'access') {
      const refused = refuseAccess(effect);
      if (refused) return refused;
    } else if (effect && !magic?.accepted) {
      return applyEffect(effect, sendJson(200, {}));
    }
    const reply = sendJson(200, send.accept(request, effect));
    return effect ? applyEffect(effect, reply) : reply;
  },
});

/** The first magic value applies to the whole send; a final state applies to its own message alone. */
function findRecipientMagic(recipients: readonly string[]): MagicValue | null {
  const all = recipients.flatMap((number) => findMagic('recipient', number) ?? []);
  return all.find(({ effect }) => effect.kind !== 'end') ?? all[0] ?? null;
}

type Kind = 'string' | 'number' | 'boolean' | 'strings' | 'texts by name';

/** What a JSON object may hold. Every member is optional: required ones are rules. */
export type Shape = { readonly [member: string]: Kind | Shape };

/** The request, or the path of the member that is wrong. Undocumented members are refused, so that typing errors show. */
function readRequest<Request>(text: string, shape: Shape): { request: Request } | { wrong: string } {
  let parsed: unknown;
  try {
    parsed = dropNulls(JSON.parse(text));
  } catch {
    return { wrong: 'the body' };
  }
  const wrong = checkShape(parsed, shape);
  return wrong === null ? { request: parsed as Request } : { wrong };
}

/** The path of the first member that is unknown or of another kind; null when there is none. */
function checkShape(value: unknown, shape: Shape, path = 'the body'): string | null {
  if (!isObject(value)) return path;
  for (const [name, member] of Object.entries(value)) {
    const kind = Object.hasOwn(shape, name) ? shape[name] : undefined;
    const memberPath = path === 'the body' ? name : `${path}.${name}`;
    if (kind === undefined) return memberPath;
    const wrong =
      typeof kind === 'object' ? checkShape(member, kind, memberPath) : isOfKind(member, kind) ? null : memberPath;
    if (wrong !== null) return wrong;
  }
  return null;
}

/** A member that is null counts as absent; an unpaired surrogate becomes U+FFFD, as in UTF-8. */
function dropNulls(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(dropNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name.toWellFormed(), dropNulls(member)]),
  );
}

function isOfKind(value: unknown, kind: Kind): boolean {
  const isText = (entry: unknown): boolean => typeof entry === 'string';
  if (kind === 'strings') return Array.isArray(value) && value.every(isText);
  if (kind === 'texts by name') return isObject(value) && Object.values(value).every(isText);
  return typeof value === kind;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
