/**
 * The loads by name: hot = the same request every time, cold = another campaign every time.
 * @typedef {{ name: string, title: string, operation: string, variety: "hot" | "cold" | "mixed", operations: ("page" | "fanout")[] }} Load
 */

/** @type {Load[]} */
export const THROUGHPUT_LOADS = [
  {
    name: 'page-hot',
    title: 'one page of a campaign (1 vendor call), the same from every connection',
    operation: 'page',
    variety: 'hot',
    operations: ['page'],
  },
  {
    name: 'page-cold',
    title: 'one page, another campaign in every request',
    operation: 'page',
    variety: 'cold',
    operations: ['page'],
  },
  {
    name: 'fanout-hot',
    title: "one page with each message's report (21 vendor calls), the same from every connection",
    operation: 'fanout',
    variety: 'hot',
    operations: ['fanout'],
  },
  {
    name: 'fanout-cold',
    title: "one page with each message's report, another campaign in every request",
    operation: 'fanout',
    variety: 'cold',
    operations: ['fanout'],
  },
  {
    name: 'mixed',
    title: "1000 campaigns by Zipf's law, four pages to one fanout",
    operation: 'page',
    variety: 'mixed',
    operations: ['page', 'fanout'],
  },
];

export const LOAD_NAMES = [...THROUGHPUT_LOADS.map(({ name }) => name), 'latency', 'memory'];

/** @param {string} name */
export const findLoad = (name) => {
  const load = THROUGHPUT_LOADS.find((candidate) => candidate.name === name);
  if (load === undefined) throw new Error(`no load is called ${name}`);
  return load;
};
