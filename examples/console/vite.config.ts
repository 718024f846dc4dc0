import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { writeSourcesDigest } from './sources-digest.js';

/** The graph that the console talks to while it is developed. */
const graph = process.env['GRAPH_URL'] ?? 'http://127.0.0.1:4000';

export default defineConfig({
  base: './', // it is served below any path
  plugins: [react(), { name: 'sources-digest', apply: 'build', closeBundle: () => writeSourcesDigest() }],
  build: { target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 600 },
  server: { port: 5173, proxy: { '/graphql': { target: graph, changeOrigin: true, ws: true } } },
});
