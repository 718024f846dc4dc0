/** `auto`: Apollo Sandbox where the browser reaches its CDN, else GraphiQL from this server. */
export type ExplorerKind = 'auto' | 'sandbox' | 'graphiql';

/** Where Apollo keeps the script of its embedded Sandbox, and the page that the script frames. */
export const CDN = 'https://embeddable-sandbox.cdn.apollographql.com';
export const EMBED = 'https://sandbox.embed.apollographql.com';

/**
 * What the page may load and whom it may talk to. There are no inline scripts, so none needs a nonce. Styles are inline:
 * Monaco writes style elements and, into the lines of its editor, style attributes.
 */
export function pagePolicy(kind: ExplorerKind): string {
  const embedded = kind !== 'graphiql';
  const withGraphiql = kind !== 'sandbox';
  return policy({
    'default-src': ["'none'"],
    'script-src': ["'self'", ...(embedded ? [CDN] : [])],
    'style-src': ["'self'", ...(withGraphiql ? ["'unsafe-inline'"] : [])],
    'img-src': ["'self'", 'data:'],
    'connect-src': ["'self'"],
    ...(withGraphiql ? { 'font-src': ['data:'], 'worker-src': ["'self'"] } : {}),
    ...(embedded ? { 'frame-src': [EMBED] } : {}),
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  });
}

/** Also what a worker may do: compute, and nothing else. */
export const ASSET_POLICY = policy({ 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] });

function policy(directives: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(directives)
    .map(([name, values]) => [name, ...values].join(' '))
    .join('; ');
}
