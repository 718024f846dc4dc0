/** No documented answer is half as deep. */
const MAX_DEPTH = 64;
/** What fits in here costs little however deep it is, and most answers do: they are not looked through. */
const HARMLESS_LENGTH = 32 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether a text of JSON nests so deeply that parsing it would cost hundreds of times its size. */
export function isTooDeep(json: string): boolean {
  if (json.length <= HARMLESS_LENGTH) return false;
  let depth = 0;
  for (let i = 0; i < json.length; i++) {
    switch (json.charCodeAt(i)) {
      case QUOTE:
        i = endOfText(json, i);
        if (i < 0) return false;
        break;
      case 0x5b: // [
      case 0x7b: // {
        if (++depth > MAX_DEPTH) return true;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth--;
    }
  }
  return false;
}

/** @returns where the text that begins at `start` is closed, -1 when it is not */
function endOfText(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end >= 0; end = json.indexOf('"', end + 1)) {
    let before = end;
    while (json.charCodeAt(before - 1) === BACKSLASH) before--;
    if ((end - before) % 2 === 0) return end;
  }
  return -1;
}
