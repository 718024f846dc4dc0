import type { Mistakes } from './mistakes.js';

/** @throws as `readFileSync` does */
export type ReadFile = (path: string) => string;

/** @returns undefined for a file that cannot be read, which is added to the mistakes. No message quotes the file: it may hold secrets */
export function readJsonFile(setting: string, path: string, readFile: ReadFile, mistakes: Mistakes): unknown {
  const text = textOf(path, readFile);
  if (text === null) {
    mistakes.add(setting, 'must name a file that can be read, from the working directory');
    return undefined;
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    mistakes.add(setting, `must name a file of JSON; this one is not JSON${placeOf(error, text)}`);
    return undefined;
  }
}

function textOf(path: string, readFile: ReadFile): string | null {
  try {
    return readFile(path);
  } catch {
    return null;
  }
}

/** The parser's own message may repeat what stands around. */
function placeOf(error: unknown, text: string): string {
  const position = error instanceof SyntaxError ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined ? '' : ` (line ${text.slice(0, Number(position)).split('\n').length})`;
}
