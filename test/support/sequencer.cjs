const { default: Sequencer } = require('@jest/test-sequencer');

/** Folders whose suites start browsers and processes. They take longest, so that one that comes last leaves a core idle. */
const LONG = /\/test\/(console|app|reliability|explorer|deploy)\//;

/** The suites of those folders first; otherwise as jest orders them, by how long they took, or by their size. */
module.exports = class LongSuitesFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isLong = ({ path }) => LONG.test(path);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
};
