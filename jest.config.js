import { availableParallelism } from 'node:os';

/** @type {import('jest').Config} */
export default {
  roots: ['<rootDir>/test'],
  // Packages and sources are loaded once in a worker, not once in each suite.
  testEnvironment: '<rootDir>/test/support/environment.cjs',
  runtime: '<rootDir>/test/support/runtime.cjs',
  testSequencer: '<rootDir>/test/support/sequencer.cjs',
  globalSetup: '<rootDir>/test/support/run-directory.js',
  setupFiles: ['<rootDir>/test/support/setup.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  resolver: '<rootDir>/test/support/resolver.cjs',
  // By .swcrc, as the build does. It does not check types: `npm test` does so once, before it starts jest.
  transform: { '^.+\\.ts$': '@swc/jest' },
  // Not a measure of speed: a test that takes so long hangs.
  testTimeout: 240_000,
  // Three for two cores: many suites wait for sockets, browsers and processes.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
};
