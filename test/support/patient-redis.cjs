// Required by processes of tests: a busy machine may take longer for a command of Redis than a user waits.
const Module = require('node:module');

const PATIENT_MS = 60_000;

// Its path depends on the program: a module that is required here would be another copy.
const load = Module._extensions['.js'];
Module._extensions['.js'] = (module, path) => {
  load(module, path);
  if (!path.endsWith('/ioredis/built/Command.js')) return;
  const { prototype } = module.exports.default;
  const { setTimeout: limitTo } = prototype;
  prototype.setTimeout = function () {
    limitTo.call(this, PATIENT_MS);
  };
};
