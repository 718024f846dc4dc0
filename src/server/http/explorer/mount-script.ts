/** Runs in the browser: puts GraphiQL into the page. */
export const MOUNT_SCRIPT = `'use strict';
window.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_module, label) => 'graphql/explorer/' + (label === 'json' || label === 'graphql' ? label : 'editor') + '-worker.js',
};

window.mountGraphiql = (place, settings) => {
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

  const fetcher = async ({ query, variables, operationName }, { headers = {} } = {}) => {
    // for a moment after another tab was opened, GraphiQL still gives the name of the one before
    const name = query.includes(operationName) ? operationName : undefined;
    const response = await fetch(location.pathname, {
      method: 'POST',
      headers: { accept: 'application/graphql-response+json, application/json', 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables, operationName: name }),
    });
    return response.json();
  };

  // GraphiQL misplaces tabs that can be dragged, as soon as one is pressed: see the style of the page
  const stopDragging = (event) => {
    if (event.target.closest('.graphiql-tab')) event.stopPropagation();
  };
  place.addEventListener('pointerdown', stopDragging, { capture: true });

  const kept = JSON.parse(storage.getItem('graphiql:tabState') ?? 'null');
  const open = kept?.tabs?.[kept.activeTabIndex] ?? settings.tabs[0];

  window.YogaGraphiQL.renderYogaGraphiQL(place, {
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
