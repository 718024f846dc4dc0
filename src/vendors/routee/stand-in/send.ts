import { isRecord } from '../../../is-record.js';
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
  readonly badTokenStatus?: RouteeRoute['badTokenStatus'];
  readonly shape: Shape;
  /** The refusal of the first one that is broken is the answer. */
  readonly rules: readonly Rule<Request>[];
  /** The numbers whose magic values apply. */
  recipients(request: Request): readonly string[];
  /** Stores the send and returns the body of the answer. */
  accept(request: Request, effect: Effect | undefined): unknown;
}

export type Rule<Request> = readonly [isBroken: (request: Request, world: World) => boolean, refusal: Refusal];

export const isPhoneNumber = (text: string | undefined): boolean => /^\+[1-9]\d{6,14}$/.test(text ?? '');

/** For a rule whose refusal Routee does not document. */
export const invalid = (text: string): Refusal => ({ code: '400000000', text: `Validation error: ${text}` });

/** A POST that sends: 200 with the body of `accept`; 400, 404, 409 as documented, 415. */
export const createSendRoute = <Request>(world: World, send: Send<Request>): RouteeRoute => ({
  method: 'POST',
  template: send.path,
  scope: send.scope,
  badTokenStatus: send.badTokenStatus,
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

const ofOneMessage: readonly Effect['kind'][] = ['end', 'outside template', 'callbacks', 'sent although cancelled'];

/** The first magic value applies to the whole send; one about a message applies to its own message alone. */
function findRecipientMagic(recipients: readonly string[]): MagicValue | null {
  const all = recipients.flatMap((number) => findMagic('recipient', number) ?? []);
  return all.find(({ effect }) => !ofOneMessage.includes(effect.kind)) ?? all[0] ?? null;
}

type Kind = 'string' | 'number' | 'boolean' | 'strings' | 'texts by name';

/** The shape of one object of a list; null where it is not clear. */
type ShapeOf = (entry: Readonly<Record<string, unknown>>) => Shape | null;

/** What a JSON object may hold; a list of objects by a function. Every member is optional: required ones are rules. */
export type Shape = { readonly [member: string]: Kind | Shape | ShapeOf };

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
  if (!isRecord(value)) return path;
  for (const [name, member] of Object.entries(value)) {
    const kind = Object.hasOwn(shape, name) ? shape[name] : undefined;
    const memberPath = path === 'the body' ? name : `${path}.${name}`;
    const wrong = kind === undefined ? memberPath : checkMember(member, kind, memberPath);
    if (wrong !== null) return wrong;
  }
  return null;
}

function checkMember(value: unknown, kind: Shape[string], path: string): string | null {
  if (typeof kind === 'string') return isOfKind(value, kind) ? null : path;
  if (typeof kind === 'object') return checkShape(value, kind, path);
  if (!Array.isArray(value)) return path;
  for (const [index, entry] of value.entries()) {
    const shape = isRecord(entry) ? kind(entry) : null;
    const wrong = shape ? checkShape(entry, shape, `${path}[${index}]`) : `${path}[${index}]`;
    if (wrong !== null) return wrong;
  }
  return null;
}

/** A member that is null counts as absent; an unpaired surrogate becomes U+FFFD, as in UTF-8. */
function dropNulls(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(dropNulls);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name.toWellFormed(), dropNulls(member)]),
  );
}

function isOfKind(value: unknown, kind: Kind): boolean {
  const isText = (entry: unknown): boolean => typeof entry === 'string';
  if (kind === 'strings') return Array.isArray(value) && value.every(isText);
  if (kind === 'texts by name') return isRecord(value) && Object.values(value).every(isText);
  return typeof value === kind;
}
