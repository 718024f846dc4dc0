const { join } = require('node:path');
const { default: Runtime } = require('jest-runtime');

const SOURCES = join(__dirname, '../../src/');
/** Those of the test framework are loaded for each suite. */
const FRAMEWORK = /\/node_modules\/(@jest|jest-[^/]+|expect)\//;
const isShared = (path) => path.startsWith(SOURCES) || (path.includes('/node_modules/') && !FRAMEWORK.test(path));
/** Whether it is loaded for a suite alone, without looking for its path. */
const isOfSuite = (name, from) => /^[./]/.test(name) && !name.includes('/src/') && !isShared(from);

/** Loads what all suites of a worker share. */
let shared;
/** Node cannot link two graphs at once that have modules in common. */
let lastImport = Promise.resolve();

function importShared(specifier, from, context) {
  const { esmLoader } = shared;
  const load = async () => esmLoader.linkAndEvaluateModule(await esmLoader.resolveModule(specifier, from, context));
  lastImport = lastImport.then(load, load);
  return lastImport;
}

/**
 * What jest-circus knows the running test by. Node 20 follows the real one through each promise, which took a tenth of
 * the tests' time; no test runs beside another one here.
 */
class SequentialStorage {
  getStore() {
    return this.value;
  }

  run(value, task) {
    const before = this.value;
    this.value = value;
    const restore = () => void (this.value = before);
    const result = task();
    result.then(restore, restore); // before what awaits it goes on
    return result;
  }
}

/**
 * Loads tests anew for each suite, as jest does, and packages and sources once in a worker: they took most of a suite's
 * time. It needs an environment whose suites have one context (`environment.cjs`).
 */
module.exports = class SharingRuntime extends Runtime {
  constructor(...settings) {
    super(...settings);
    shared ??= new Runtime(...settings);
    // With it, jest resolves each import by the method below, on every version of Node.
    this._resolution.hasDistinctAsyncResolver = () => true;
    const resolveOwn = this.esmLoader.resolveModule.bind(this.esmLoader);
    this.esmLoader.resolveModule = async (specifier, from, context) =>
      (await this.isSharedImport(specifier, from))
        ? importShared(specifier, from, context)
        : resolveOwn(specifier, from, context);
  }

  async isSharedImport(specifier, from) {
    if (this.isOwn(specifier, from) || (await this.mockState.shouldMockEsmAsync(from, specifier)).shouldMock)
      return false;
    return isShared(await this._resolution.resolveEsmAsync(from, specifier));
  }

  requireModuleOrMock(from, name) {
    const isOwn = this.isOwn(name, from) || this.mockState.shouldMockCjs(from, name).shouldMock;
    if (isOwn || !isShared(this._resolution.resolveCjs(from, name))) return super.requireModuleOrMock(from, name);
    return shared.requireModuleOrMock(from, name);
  }

  /** The test framework's own modules; jest-circus keeps the tests of a suite. */
  requireInternalModule(from, name) {
    if (name === 'node:async_hooks' && from.includes('/jest-circus/')) return { AsyncLocalStorage: SequentialStorage };
    const isShared = name !== undefined && !/^[./]|^jest-circus/.test(name);
    return isShared ? shared.requireInternalModule(from, name) : super.requireInternalModule(from, name);
  }

  isOwn(name, from) {
    return name === '@jest/globals' || this._resolution.isCoreModule(name) || isOfSuite(name, from);
  }
};
