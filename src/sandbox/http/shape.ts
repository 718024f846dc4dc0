/** What a JSON object may hold. Every member is optional: whether one is required is a rule, not a shape. */
export type Shape = {
  readonly [member: string]: 'string' | 'number' | 'boolean' | 'strings' | 'texts by name' | Shape;
};

/** The path of the first member that does not fit or is not known; null when all do. */
export function checkShape(value: unknown, shape: Shape, path = 'the body'): string | null {
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

/** A member that is null counts as absent; half a surrogate pair becomes U+FFFD, as where text is kept in UTF-8. */
export function dropNulls(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(dropNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name.toWellFormed(), dropNulls(member)]),
  );
}

function isOfKind(value: unknown, kind: 'string' | 'number' | 'boolean' | 'strings' | 'texts by name'): boolean {
  if (kind === 'strings') return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
  if (kind === 'texts by name')
    return isObject(value) && Object.values(value).every((entry) => typeof entry === 'string');
  return typeof value === kind;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
