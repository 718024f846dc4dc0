import { EMBED } from './page.js';

/** GraphiQL moves a tab while the pointer presses it, and the click is lost: so tabs have no transform. */
export const PAGE_STYLE = `
html, body, #explorer { height: 100%; margin: 0; }
#explorer > p, noscript > p { margin: 0; padding: 2rem; font: 1rem/1.5 system-ui, sans-serif; color: #444; }
#explorer > iframe { display: block; width: 100%; height: 100%; border: none; }
#explorer > form { display: grid; gap: 0.75rem; max-width: 26rem; padding: 2rem; font: 1rem/1.5 system-ui, sans-serif; }
#explorer > form input { width: 100%; box-sizing: border-box; padding: 0.5rem; font: inherit; }
#explorer > form button { justify-self: start; padding: 0.5rem 1.5rem; font: inherit; }
#explorer > form p { margin: 0; color: #b00020; }
.graphiql-tab { transform: none !important; }
.graphiql-logo { white-space: nowrap; }
.graphiql-logo svg { width: 26px; height: 26px; margin-right: 8px; }
.graphiql-logo small { margin-left: 8px; font-size: 12px; opacity: 0.6; }
`;

/**
 * Runs in the browser: Apollo Sandbox where its CDN answers, GraphiQL where it does not. The browser finds out, since it
 * may have another network than the server. That the script was loaded is not enough: the page that it frames comes from
 * another host, and Sandbox counts as opened when that page has sent a message.
 */
export const START_SCRIPT = `'use strict';
(() => {
  const settings = JSON.parse(document.getElementById('settings').textContent);
  const container = document.getElementById('explorer');

  const show = (text) => {
    const line = document.createElement('p');
    line.textContent = text;
    container.replaceChildren(line);
  };

  const load = (name, properties) =>
    new Promise((resolve, reject) => {
      const element = Object.assign(document.createElement(name), properties);
      element.onload = resolve;
      element.onerror = () => reject(new Error(properties.src ?? properties.href));
      document.head.append(element);
    });

  /** Whether the graph accepts a request with these headers. */
  const isAccepted = async (headers) => {
    const response = await fetch(location.pathname, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    return response.status !== 401 && response.status !== 403;
  };

  /** Asks for the key until it is accepted. It is kept in this page alone, and forgotten with it. */
  const askForKey = () =>
    new Promise((resolve) => {
      const form = document.createElement('form');
      const label = Object.assign(document.createElement('label'), { textContent: 'API key, or a token of a JWT issuer' });
      const input = Object.assign(document.createElement('input'), { type: 'password', autocomplete: 'off', required: true });
      const button = Object.assign(document.createElement('button'), { textContent: 'Open the explorer' });
      const refusal = Object.assign(document.createElement('p'), { role: 'alert' });
      label.append(input);
      form.append(label, button, refusal);
      form.addEventListener('submit', async (event) => {
        event.preventDefault();
        const headers = { authorization: 'Bearer ' + input.value.trim() };
        refusal.textContent = '';
        try {
          if (await isAccepted(headers)) return resolve(headers);
          refusal.textContent = 'The key is not accepted.';
        } catch {
          refusal.textContent = 'The graph does not answer, or the key has characters that no header holds.';
        }
      });
      container.replaceChildren(form);
      input.focus();
    });

  const messageFromFrame = () =>
    new Promise((resolve) => {
      const listen = (event) => {
        if (event.origin !== ${JSON.stringify(EMBED)}) return;
        removeEventListener('message', listen);
        resolve();
      };
      addEventListener('message', listen);
    });

  async function openSandbox() {
    let isCancelled = false;
    let sandbox = null;
    const opened = async () => {
      await load('script', { src: settings.sandbox.script });
      if (isCancelled) return;
      const hasLoaded = messageFromFrame();
      container.replaceChildren();
      sandbox = new window.EmbeddedSandbox({
        ...settings.sandbox.options,
        initialEndpoint: location.origin + location.pathname,
        initialSubscriptionEndpoint: location.origin.replace(/^http/, 'ws') + location.pathname,
        // requests are made by this page, so that the key stays in it
        handleRequest: (url, options) => fetch(url, { ...options, headers: { ...options.headers, ...settings.credentials } }),
      });
      await hasLoaded;
    };
    const timeout = new Promise((_, reject) => setTimeout(reject, settings.cdnTimeoutMs, new Error('no answer')));
    try {
      await Promise.race([opened(), timeout]);
    } catch (error) {
      isCancelled = true;
      sandbox?.dispose?.();
      throw error;
    }
  }

  async function openGraphiql() {
    await load('link', { rel: 'stylesheet', href: 'graphql/explorer/graphiql.css' });
    await load('script', { src: 'graphql/explorer/graphiql.js' });
    await load('script', { src: 'graphql/explorer/mount.js' });
    container.replaceChildren();
    window.mountGraphiql(container, settings);
  }

  async function open() {
    settings.credentials = settings.needsKey ? await askForKey() : {};
    if (settings.kind === 'graphiql') return openGraphiql();
    if (settings.kind === 'sandbox') return openSandbox();
    await openSandbox().catch(openGraphiql);
  }

  open().catch(() =>
    show(
      settings.kind === 'sandbox'
        ? 'Apollo Sandbox did not answer. EXPLORER=auto or EXPLORER=graphiql opens an explorer that needs no network.'
        : 'The explorer could not be loaded from this server.',
    ),
  );
})();
`;

/** Runs in the browser: puts GraphiQL into the page. */
export const MOUNT_SCRIPT = `'use strict';
window.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_module, label) => 'graphql/explorer/' + (label === 'json' || label === 'graphql' ? label : 'editor') + '-worker.js',
};

window.mountGraphiql = (container, settings) => {
  // GraphiQL of any other graph on this host keeps its tabs under the same names
  const storage = {
    getItem: (name) => localStorage.getItem(settings.storagePrefix + name),
    setItem: (name, value) => localStorage.setItem(settings.storagePrefix + name, value),
    removeItem: (name) => localStorage.removeItem(settings.storagePrefix + name),
    clear: () => {
      for (const name of Object.keys(localStorage)) if (name.startsWith(settings.storagePrefix)) localStorage.removeItem(name);
    },
    get length() {
      return Object.keys(localStorage).filter((name) => name.startsWith(settings.storagePrefix)).length;
    },
  };

  /** The results of a subscription, by GraphQL over SSE. */
  async function* readResults(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const messages = (rest + value).split('\\n\\n');
      rest = messages.pop();
      for (const message of messages) {
        const lines = message.split('\\n');
        const valueOf = (name) => lines.find((line) => line.startsWith(name + ':'))?.slice(name.length + 1).trim();
        if (valueOf('event') === 'complete') return;
        if (valueOf('event') === 'next') yield JSON.parse(valueOf('data'));
      }
    }
  }

  /** Results that the user can stop at any time. */
  const stoppable = (response, controller) => {
    const results = readResults(response.body);
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      next: () => results.next().catch((error) => {
        if (controller.signal.aborted) return { done: true, value: undefined };
        throw error;
      }),
      return: async () => {
        controller.abort();
        return { done: true, value: undefined };
      },
    };
  };

  const isSubscription = (documentAST, name) =>
    (documentAST?.definitions ?? []).some(
      ({ operation, name: own }) => operation === 'subscription' && (name === undefined || own?.value === name),
    );

  const fetcher = async ({ query, variables, operationName }, { headers = {}, documentAST } = {}) => {
    // for a moment after another tab was opened, GraphiQL still gives the name of the one before
    const name = query.includes(operationName) ? operationName : undefined;
    const json = 'application/graphql-response+json, application/json';
    const accept = isSubscription(documentAST, name) ? 'text/event-stream, ' + json : json;
    const controller = new AbortController();
    const response = await fetch(location.pathname, {
      method: 'POST',
      signal: controller.signal,
      headers: { accept, 'content-type': 'application/json', ...settings.credentials, ...headers },
      body: JSON.stringify({ query, variables, operationName: name }),
    });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    return isStream ? stoppable(response, controller) : response.json();
  };

  // GraphiQL misplaces tabs that can be dragged, as soon as one is pressed: see the style of the page
  const stopDragging = (event) => {
    if (event.target.closest('.graphiql-tab')) event.stopPropagation();
  };
  container.addEventListener('pointerdown', stopDragging, { capture: true });

  const kept = JSON.parse(storage.getItem('graphiql:tabState') ?? 'null');
  const open = kept?.tabs?.[kept.activeTabIndex] ?? settings.tabs[0];

  window.YogaGraphiQL.renderYogaGraphiQL(container, {
    title: settings.title,
    logo: settings.logo,
    defaultTabs: settings.tabs,
    // without these it forgets the variables of the first tab, and opens one more tab at every reload
    query: open.query ?? '',
    variables: open.variables ?? '',
    storage,
    fetcher,
    shouldPersistHeaders: false, // they may hold a key
    onEditQuery: () => {}, // otherwise the text goes into the address, and a reload would run it
  });
};
`;
