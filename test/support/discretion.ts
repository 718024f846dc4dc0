import { expect } from '@jest/globals';

/** What neither an error nor a log line may hold, whoever it came from. */
const SECRETS: readonly (readonly [string, RegExp])[] = [
  ['an address', /https?:\/\//i],
  ['a header', /\b(bearer|basic) [\w+/=.-]{8,}|authorization/i],
  ['a phone number', /\+\d{6,}|(?<![\w.:-])[1-9]\d{9,14}(?![\w.:-])/],
  [
    'a body or words of a vendor',
    /<html|<title>|developerMessage|Bad credentials|Please log in|Too many requests|Something new/i,
  ],
  ['a stack trace', /\n\s+at |\.[jt]s:\d+:\d+/],
  ['made-up credentials', /sandbox-(secret|password|application)/],
];

/** The digest of a key may by chance be of digits alone, as phone numbers are. */
const KEY_DIGEST = /"keyDigest":"[\da-f]{12}"/g;

/** Neither secrets nor any of `values`, what callers gave. */
export function requireDiscreet(text: string, values: readonly string[] = []): void {
  const checked = text.replace(KEY_DIGEST, '');
  const reported = SECRETS.filter(([, pattern]) => pattern.test(checked)).map(
    ([name, pattern]) => `${name}: ${pattern.exec(checked)?.[0]}`,
  );
  const echoed = values.filter((value) => value !== '' && text.includes(value));
  expect({ reported, echoed }).toEqual({ reported: [], echoed: [] });
}
