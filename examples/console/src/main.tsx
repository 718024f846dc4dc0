import { ApolloProvider } from '@apollo/client/react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { currentKey } from './graph/access.js';
import { createClient } from './graph/client.js';
import 'uplot/dist/uPlot.min.css';
import './style.css';

const client = createClient({ uri: new URL('../graphql', document.baseURI).href, key: currentKey });

createRoot(document.getElementById('root')!).render(
  <ApolloProvider client={client}>
    <App />
  </ApolloProvider>,
);
