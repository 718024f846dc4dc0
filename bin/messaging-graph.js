#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { missingOptions, runAgainWith } from './node-options.js';
import { readStartCommand } from './start-command.js';

/**
 * The program, however it is started: by npm start, npx, a container, systemd or Node itself. Where the sources are beside
 * it, it compiles those that are newer than the build. It then runs in this process, so that signals reach it, unless Node
 * was started without the options of the `start` script of package.json, most of which are read only at its start.
 */
const parent = process.ppid; // before it compiles: a launcher may end meanwhile
const ROOT = fileURLToPath(new URL('..', import.meta.url));

const HELP = `Usage: messaging-graph [option]

Starts the GraphQL server. Its settings are variables of the environment, or of .env in the working directory;
without any it starts a sandbox that simulates the vendors. Each setting is described in
${ROOT}.env.example

Options:
  --check          read the settings and the files that they name, print every mistake, and end with code 1 if there is
                   one; nothing is started, and no port, store or connection is opened
  --callback-urls  print each tenant's own address at each vendor, for the vendors' consoles
  --help           print this text
  --version        print the version
`;

/** @type {Record<string, () => Promise<void> | void>} */
const OPTIONS = {
  '--check': check,
  '--callback-urls': printCallbackUrls,
  '--help': () => print(HELP),
  '--version': () => print(`${readVersion()}\n`),
};

async function main() {
  const [option, ...more] = process.argv.slice(2);
  if (option === undefined) return start();
  const run = Object.hasOwn(OPTIONS, option) ? OPTIONS[option] : undefined;
  if (run && more.length === 0) return run();
  const wrong = run ? more[0] : option;
  fail(
    `messaging-graph: ${JSON.stringify(wrong)} is not allowed; ${Object.keys(OPTIONS).join(', ')} are, one at a time`,
    2,
  );
}

async function start() {
  await compileIfStale();
  const { LAUNCHER, launcherOf } = await import('../dist/app/stop-signals.js');
  const launcher = launcherOf(process.env, parent);
  const missing = missingOptions(readStartCommand(ROOT).options);
  if (missing.length > 0) return runAgainWith(missing, launcher);
  if (launcher !== null) process.env[LAUNCHER] = launcher.join(' ');
  await import('../dist/main.js');
}

async function check() {
  await compileIfStale();
  const { checkSettings } = await import('../dist/app/check-settings.js');
  const { startMessage } = await import('../dist/app/start-message.js');
  try {
    print(`${await checkSettings(process.env)}\n`);
  } catch (error) {
    fail(startMessage(error), 1);
  }
}

async function printCallbackUrls() {
  await compileIfStale();
  await import('../dist/app/callback-urls.js');
}

/** The packed program has no sources, and needs no compiler. */
async function compileIfStale() {
  if (!existsSync(`${ROOT}src`)) return;
  const { build, isStale } = await import('./build.js');
  if (!isStale()) return;
  process.stderr.write('Compiling...\n');
  const failure = await build();
  if (failure === null) return;
  process.stderr.write(`The start failed: ${failure}.\n`);
  process.exit(1);
}

/** @returns {string} */
const readVersion = () => JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')).version;

/** @param {string} text */
function print(text) {
  process.stdout.write(text);
}

/** @param {string} message @param {number} code of the exit */
function fail(message, code) {
  process.stderr.write(`${message}\n`);
  process.exitCode = code;
}

await main();
