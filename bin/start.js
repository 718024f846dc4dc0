import { build, isStale } from './build.js';

/**
 * `npm start`: compiles where sources are newer than the build, then runs the program in this process, so that signals
 * reach it. Its options of Node are in the `start` script of package.json; `start-command.js` reads them for tests and benchmarks.
 */
if (isStale()) {
  process.stderr.write('Compiling...\n');
  if (!build()) {
    process.stderr.write('The start failed: src could not be compiled.\n');
    process.exit(1);
  }
}
await import('../dist/main.js');
