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
  // isolatedModules in tsconfig.json: ts-jest only transpiles, and `npm test` checks types once, before it starts jest.
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true }] },
  // Not a measure of speed: a test that takes so long hangs.
  testTimeout: 240_000,
  // Jest leaves one core idle unless told otherwise. Many suites wait for sockets and processes, so that none idles long.
  maxWorkers: '100%',
};
