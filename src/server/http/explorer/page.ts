import { SANDBOX_SCRIPT, sandboxOptions } from './apollo-sandbox.js';
import { type Example, joinExamples } from './examples.js';
import type { ExplorerKind } from './explorer.js';
import { LOGO } from './logo.js';

/** For the CDN to answer: a browser behind a firewall often hears nothing at all. */
const PATIENCE_MILLISECONDS = 8_000;

export interface PageOptions {
  readonly kind: ExplorerKind;
  /** Whether both vendors are made up. */
  readonly isSandbox: boolean;
  readonly examples: readonly Example[];
}

/** Nothing but settings and the script that reads them. Addresses are relative, for servers behind a path. */
export function renderPage({ kind, isSandbox, examples }: PageOptions): string {
  const settings = {
    kind,
    title: isSandbox ? 'Messaging Graph <small>sandbox: nothing is sent</small>' : 'Messaging Graph',
    logo: LOGO,
    // tabs of the sandbox stay out of those with real ids, and both out of another graph's on the same port
    storagePrefix: isSandbox ? 'messaging-graph:sandbox:' : 'messaging-graph:vendors:',
    patience: PATIENCE_MILLISECONDS,
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
