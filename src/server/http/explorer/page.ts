import { type Example, joinExamples } from './examples.js';

/** `auto`: Apollo Sandbox where the browser reaches its CDN, else GraphiQL from this server. */
export type ExplorerKind = 'auto' | 'sandbox' | 'graphiql';

/** Where Apollo keeps the script of its embedded Sandbox, and the page that the script frames. */
export const CDN = 'https://embeddable-sandbox.cdn.apollographql.com';
export const EMBED = 'https://sandbox.embed.apollographql.com';

const SANDBOX_SCRIPT = `${CDN}/v2/embeddable-sandbox.umd.production.min.js`;

/** Two speech bubbles, one for each vendor. */
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32">' +
  '<path fill="#7360f2" d="M4 3h15a4 4 0 0 1 4 4v7a4 4 0 0 1-4 4h-8l-5 5v-5H4a4 4 0 0 1-4-4V7a4 4 0 0 1 4-4z"/>' +
  '<path fill="#e10098" d="M25 12h3a4 4 0 0 1 4 4v6a4 4 0 0 1-4 4h-1v4l-4-4h-8a4 4 0 0 1-4-4v-2h8a6 6 0 0 0 6-6z"/>' +
  '<circle fill="#fff" cx="7" cy="10.5" r="1.7"/><circle fill="#fff" cx="11.5" cy="10.5" r="1.7"/>' +
  '<circle fill="#fff" cx="16" cy="10.5" r="1.7"/></svg>';

/** For the CDN to answer: a firewall often drops requests without a word. */
const CDN_TIMEOUT_MS = 8_000;

export interface PageOptions {
  readonly kind: ExplorerKind;
  /** Whether the sandbox takes the place of the vendors. */
  readonly isSandbox: boolean;
  readonly examples: readonly Example[];
  /** Whether callers need a key: the page asks for it. */
  readonly needsKey: boolean;
}

/** Nothing but settings and the script that reads them. Addresses are relative, for servers behind a path. */
export function renderPage({ kind, isSandbox, examples, needsKey }: PageOptions): string {
  const settings = {
    kind,
    needsKey,
    title: isSandbox ? 'Messaging Graph <small>sandbox: nothing is sent</small>' : 'Messaging Graph',
    logo: LOGO,
    // tabs of the sandbox stay out of those with real ids, and both out of another graph's on the same port
    storagePrefix: isSandbox ? 'messaging-graph:sandbox:' : 'messaging-graph:vendors:',
    cdnTimeoutMs: CDN_TIMEOUT_MS,
    sandbox: kind === 'graphiql' ? null : { script: SANDBOX_SCRIPT, options: sandboxOptions(joinExamples(examples)) },
    tabs: examples.map(({ document, variables }) => ({
      query: document,
      variables: JSON.stringify(variables, null, 2),
    })),
  };
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Messaging Graph</title>
    <link rel="icon" href="data:image/svg+xml;base64,${Buffer.from(LOGO).toString('base64')}">
    <link rel="stylesheet" href="graphql/explorer/page.css">
    <script type="application/json" id="settings">${JSON.stringify(settings).replaceAll('<', '\\u003c')}</script>
    <script src="graphql/explorer/start.js" defer></script>
  </head>
  <body>
    <div id="explorer"><p>Loading…</p></div>
    <noscript><p>The explorer needs JavaScript.</p></noscript>
  </body>
</html>
`;
}

/** Apollo Sandbox opens one tab, queries this server through this page, and reports nothing about its use to Apollo. */
const sandboxOptions = ({ document, variables }: Example) => ({
  target: '#explorer',
  initialState: { document, variables, includeCookies: false, pollForSchemaUpdates: false },
  hideCookieToggle: true,
  endpointIsEditable: false,
  runTelemetry: false,
  allowDynamicStyles: false, // the policy forbids the style attribute that it would set
});

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
