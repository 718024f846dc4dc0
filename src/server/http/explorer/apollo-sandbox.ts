import type { Example } from './examples.js';

/** Where Apollo keeps the script of its embedded Sandbox, and the page that the script frames. */
export const CDN = 'https://embeddable-sandbox.cdn.apollographql.com';
export const EMBED = 'https://sandbox.embed.apollographql.com';

export const SANDBOX_SCRIPT = `${CDN}/v2/embeddable-sandbox.umd.production.min.js`;

/** It opens one tab, asks this server through our page, and sends nothing about its use to Apollo. */
export const sandboxOptions = ({ document, variables }: Example) => ({
  target: '#explorer',
  initialState: { document, variables, includeCookies: false, pollForSchemaUpdates: false },
  hideCookieToggle: true,
  endpointIsEditable: false,
  runTelemetry: false,
  allowDynamicStyles: false, // the policy forbids the style attribute that it would set
});
