import { expect, test } from '@jest/globals';
import { CampaignRows } from '../../src/graph/campaign/campaign.rows.js';
import { viberMessage } from '../support/graph-samples.js';

const rowsOf = () => new CampaignRows(() => [0, 0]);

const shown = (rows: CampaignRows) =>
  Array.from({ length: rows.length }, (_, place) => [rows.id(place), rows.country(place), rows.price(place)]);

const a = viberMessage('a', { country: 'GR', price: 0.03 });
const b = viberMessage('b', { country: 'BY', price: 0.05 });
const c = viberMessage('c', { country: null, price: null });

test('a row that comes into the place of one that moved has nothing of it', () => {
  const rows = rowsOf();
  [a, b, c].forEach((message, place) => rows.set(place, message));
  [b, c, a].forEach((message, place) => rows.set(place, message));
  expect(shown(rows)).toEqual([
    ['b', 'BY', '0.05'],
    ['c', null, null],
    ['a', 'GR', '0.03'],
  ]);
});

test('a row that moves keeps the country and the price that it was given before', () => {
  const rows = rowsOf();
  [a, b].forEach((message, place) => rows.set(place, message));
  rows.set(0, viberMessage('b', { country: null, price: null }));
  expect(shown(rows)).toEqual([
    ['b', 'BY', '0.05'],
    [null, null, null],
  ]);
});

test('a row that moves keeps its groups and its session; one that comes into its place has nothing of them', () => {
  const rows = rowsOf();
  const reported = viberMessage('reported', { groups: ['staff', 'customers'], sessionId: 's1' });
  const unreported = { groups: null, sessionId: null };
  rows.set(0, reported);
  rows.set(1, viberMessage('reported', unreported));
  rows.set(0, viberMessage('other', unreported));
  expect([rows.groups(1), rows.sessionId(1)]).toEqual([['staff', 'customers'], 's1']);
  expect([rows.groups(0), rows.sessionId(0)]).toEqual([null, null]);
});

test('a row without a group is distinguished from one whose groups are not reported', () => {
  const rows = rowsOf();
  rows.set(0, viberMessage('none', { groups: [] }));
  expect(rows.groups(0)).toEqual([]);
});
