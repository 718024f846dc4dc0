import { joinSentences, readCode, type ToldRefusal } from '../../refusal.js';
import { isObject, list, members } from '../../reading.js';

/**
 * Routee's error bodies (Routee docs: errors; send a Viber campaign): `code` as text or number, the sentence under
 * several names, more of both in `errors[]`, the three digits of the cause as a member or inside a sentence.
 */
export function readError(body: unknown): ToldRefusal {
  const root = members(body);
  const all = [root, members(root.properties), ...(list(root.errors) ?? []).filter(isObject)];
  const sentences = all.flatMap((part) => [
    part.developerMessage,
    part.message,
    part.error_description,
    part.error,
    part.property,
  ]);
  const text = joinSentences(sentences);
  const told = all.map((part) => readErrorCode(part.errorCode)).find((code) => code !== null);
  return {
    code: all.map((part) => readCode(part.code)).find((code) => code !== null) ?? null,
    errorCode: told ?? readErrorCode(ERROR_CODE.exec(text)?.[1]),
    text,
  };
}

/** `(errorCode: 001)` inside a sentence. */
const ERROR_CODE = /error\s?code["']?\s*[:=]?\s*["']?(\d{1,3})\b/i;

/** Three digits, which a number has lost the leading zeros of. */
const readErrorCode = (value: unknown): string | null => readCode(value)?.padStart(3, '0') ?? null;
