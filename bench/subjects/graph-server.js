import { existsSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { findPort, startServer } from './server-process.js';
import { ROOT, readStartCommand } from './start-command.js';

/** The line of /readyz where processes of WORKERS are missing: `workers: "1 of 2"`. @param {string} text */
const lacksWorkers = (text) => /^workers: "\d+ of \d+"$/m.test(text);

/** Whether it answers, with all its workers. @param {string} url */
const isReady = async (url) => {
  const response = await fetch(url, { signal: AbortSignal.timeout(1000) });
  return response.ok && !lacksWorkers(await response.text());
};

/**
 * Messaging Graph out of a built tree, with the start options of that tree and the same settings for every tree.
 * @param {{ name: string, title: string, root?: string, env?: Record<string, string> }} options `env`: further settings
 * @returns {import("./subjects.js").Subject}
 */
export const graphSubject = ({ name, title, root = ROOT, env = {} }) => ({
  name,
  title,
  async start({ upstreamUrl, directory }) {
    if (!existsSync(join(root, 'dist/main.js'))) throw new Error('dist/main.js is missing: npm run build first');
    const { options, program } = await readStartCommand(root);
    const port = await findPort();
    const server = await startServer({
      name,
      command: process.execPath,
      args: [...options, join(root, program)],
      cwd: directory, // where no .env changes the settings
      env: {
        PORT: String(port),
        DRAIN_SECONDS: '0',
        HOST: '127.0.0.1',
        ROUTEE_API_URL: upstreamUrl,
        ROUTEE_AUTH_URL: upstreamUrl,
        ROUTEE_APPLICATION_ID: 'bench',
        ROUTEE_APPLICATION_SECRET: 'bench-secret',
        GMS_REPORT_URL: upstreamUrl,
        GMS_CLIENT_ID: 'bench',
        GMS_LOGIN: 'bench',
        GMS_PASSWORD: 'bench-password',
        SANDBOX: 'off',
        CACHE: 'off',
        DATA_DIR: mkdtempSync(join(directory, 'data-')),
        ...env,
      },
      directory,
      isReady: () => isReady(`http://127.0.0.1:${port}/readyz`),
    });
    return { ...server, port };
  },
});
