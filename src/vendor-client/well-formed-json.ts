/** An escape of a surrogate, which no document of UTF-8 needs: rare, so that most bodies cost one search for a backslash. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;

/** One escape: a whole pair, half of one, or any other. */
const ESCAPE = /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|(u[dD][89a-fA-F][\da-fA-F]{2})|[^])/g;

/**
 * JSON whose texts and names are well-formed once they are parsed: the escape of half a surrogate pair becomes that of
 * U+FFFD. JSON allows it, UTF-8 has no bytes for it, and strict readers refuse a whole answer for it.
 */
export function wellFormedJson(json: string): string {
  if (!json.includes('\\u') || !SURROGATE_ESCAPE.test(json)) return json;
  return json.replace(ESCAPE, (escape, half: string | undefined) => (half === undefined ? escape : '\\ufffd'));
}
