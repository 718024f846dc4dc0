import { EMBED } from './apollo-sandbox.js';

/**
 * Runs in the browser: Apollo Sandbox where its CDN answers, GraphiQL where it does not. The browser finds out, not the
 * server: the two may have different networks, and a server that asks the CDN makes a call that nobody ordered.
 * A script that came is not enough, since the page that it frames comes from another host: that one has to speak up.
 */
export const START_SCRIPT = `'use strict';
(() => {
  const settings = JSON.parse(document.getElementById('settings').textContent);
  const place = document.getElementById('explorer');

  const say = (text) => {
    const line = document.createElement('p');
    line.textContent = text;
    place.replaceChildren(line);
  };

  const load = (name, properties) =>
    new Promise((resolve, reject) => {
      const element = Object.assign(document.createElement(name), properties);
      element.onload = resolve;
      element.onerror = () => reject(new Error(properties.src ?? properties.href));
      document.head.append(element);
    });

  const spokenUp = () =>
    new Promise((resolve) => {
      const listen = (event) => {
        if (event.origin !== ${JSON.stringify(EMBED)}) return;
        removeEventListener('message', listen);
        resolve();
      };
      addEventListener('message', listen);
    });

  async function openSandbox() {
    let isGivenUp = false;
    let sandbox = null;
    const opened = async () => {
      await load('script', { src: settings.sandbox.script });
      if (isGivenUp) return;
      const speaks = spokenUp();
      place.replaceChildren();
      sandbox = new window.EmbeddedSandbox({ ...settings.sandbox.options, initialEndpoint: location.origin + location.pathname });
      await speaks;
    };
    const tooLate = new Promise((_, reject) => setTimeout(reject, settings.patience, new Error('no answer')));
    try {
      await Promise.race([opened(), tooLate]);
    } catch (error) {
      isGivenUp = true;
      sandbox?.dispose?.();
      throw error;
    }
  }

  async function openGraphiql() {
    await load('link', { rel: 'stylesheet', href: 'graphql/explorer/graphiql.css' });
    await load('script', { src: 'graphql/explorer/graphiql.js' });
    await load('script', { src: 'graphql/explorer/mount.js' });
    place.replaceChildren();
    window.mountGraphiql(place, settings);
  }

  async function open() {
    if (settings.kind === 'graphiql') return openGraphiql();
    if (settings.kind === 'sandbox') return openSandbox();
    await openSandbox().catch(openGraphiql);
  }

  open().catch(() =>
    say(
      settings.kind === 'sandbox'
        ? 'Apollo Sandbox did not answer. EXPLORER=auto or EXPLORER=graphiql opens an explorer that needs no network.'
        : 'The explorer could not be loaded from this server.',
    ),
  );
})();
`;
