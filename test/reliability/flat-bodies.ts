import { gzipSync } from 'node:zlib';
import { JSON_TYPE, OK, whole, type VendorFault, written } from './fault-answer.js';

type Part = (index: number) => string;

const inList = (value: Part) => (count: number) => `[${repeat(value, count)}]`;
const inObject = (member: Part) => (count: number) => `{${repeat(member, count)}}`;
const repeat = (part: Part, count: number): string => Array.from({ length: count }, (_, i) => part(i)).join();
const nameOf: Part = (index) => JSON.stringify(index.toString(36).padStart(4, '0'));

const manyNames = inObject((index) => `${nameOf(index)}:1`);

/** What costs many times its length once it is parsed, though nothing in it is deep or long: 1 MB of each. */
const SWARMS: Readonly<Record<string, () => string>> = {
  'empty objects': () => inList(() => '{}')(333_000),
  'empty lists': () => inList(() => '[]')(333_000),
  numbers: () => inList(() => '1')(499_000),
  'numbers among texts': () => inList((index) => (index % 2 === 0 ? '0.5' : '""'))(285_000),
  'short texts': () => inList(() => '"ab"')(199_000),
  'members of one name': () => inObject(() => '"a":1')(166_000),
  'members of many names': () => manyNames(124_000),
  'objects of many kinds': () => inList((index) => `{${nameOf(index)}:1}`)(90_000),
  trees: () => inList(() => `${'[{"a":'.repeat(20)}1${'}]'.repeat(20)}`)(6_100),
};

/** An empty page with one more member. */
const pageWith = (extra: string): string => `{"content":[],"totalElements":0,"size":100,"number":0,"extra":${extra}}`;

const flatPage = (name: string, code: VendorFault['code'], write: () => string): VendorFault => ({
  name,
  code,
  asked: 'PAGE',
  answer: written(() => whole(pageWith(write()))),
});

/** Read well, also as the answer to a send. */
const largePage = (name: string, write: () => string): VendorFault =>
  flatPage(name, null, () => `${write()},"trackingId":${JSON.stringify(name)}`);

/** Bodies that are flat: most have too many values, one is too long, and some are as large as they may be. */
export const flatBodies: readonly VendorFault[] = [
  ...Object.entries(SWARMS).map(([what, write]) =>
    flatPage(`sends a page with 1 MB of ${what}`, 'UPSTREAM_BAD_RESPONSE', write),
  ),
  {
    name: 'sends a page with 1 MB of empty objects in gzip',
    code: 'UPSTREAM_BAD_RESPONSE',
    asked: 'PAGE',
    answer: written(() =>
      whole(gzipSync(pageWith(SWARMS['empty objects']!())), `${OK}${JSON_TYPE}content-encoding: gzip\r\n`),
    ),
  },
  {
    name: 'sends 1 MB of empty objects in place of a message',
    code: 'UPSTREAM_BAD_RESPONSE',
    answer: written(() => whole(SWARMS['empty objects']!())),
  },
  flatPage('sends a page of 16 MB', 'UPSTREAM_BAD_RESPONSE', () => `[${'{},'.repeat(5_333_333)}{}]`),
  largePage('sends a page with one text of 1 MB', () => JSON.stringify('x'.repeat(1_000_000))),
  largePage('sends a page with one text of 1 MB in two scripts', () => JSON.stringify(`α${'x'.repeat(1_000_000)}`)),
  largePage('sends a page with as many values as it may have', () => manyNames(26_000)),
];
