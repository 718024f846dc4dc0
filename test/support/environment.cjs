const { TestEnvironment } = require('jest-environment-node');
const { installCommonGlobals } = require('jest-util');

// Node frees a worker's modules one by one at its end, which takes longer than jest waits for it: the system does it at once.
process.once('beforeExit', () => process.exit());

/** The worker's own. */
let environment;

/** Where type-graphql keeps what the decorators of shared sources registered. */
const KEPT = 'TypeGraphQLMetadataStorage';

/**
 * One context for all suites of a worker, so that packages and sources which one suite has loaded serve the next
 * (`runtime.cjs`). What a suite leaves in the global object is taken away after it.
 */
class SharedEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.first = descriptorsOf(this.global);
  }

  async teardown() {
    this.moduleMocker.restoreAllMocks();
    this.fakeTimers.dispose();
    this.fakeTimersModern.dispose();
    for (const [key, { configurable }] of descriptorsOf(this.global)) {
      if (configurable && !this.first.has(key) && key !== KEPT) delete this.global[key];
    }
    for (const [key, descriptor] of this.first) {
      if (descriptor.configurable) Object.defineProperty(this.global, key, descriptor);
    }
  }
}

const descriptorsOf = (object) =>
  new Map(Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)]));

/** What jest gives to a suite in the place of `process`: changes of it stay in the suite. */
function createProcess() {
  const { process } = installCommonGlobals({ Symbol, Date }, {}, 'off');
  return process;
}

/** Jest constructs one for each suite. */
module.exports = function createEnvironment(config, context) {
  environment ??= new SharedEnvironment(config, context);
  environment.global.process = createProcess();
  return environment;
};
