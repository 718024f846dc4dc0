import { isPossiblePhoneNumber } from 'libphonenumber-js/min';

/** A phone number as the graph accepts it: strictly `+` and the digits of a possible E.164 number, nothing corrected. */
export const readPhoneNumber = (text: string): string | null =>
  /^\+[1-9]\d{1,14}$/.test(text) && isPossiblePhoneNumber(text) ? text : null;

/** Which texts readPhoneNumber takes, for messages. */
export const PHONE_NUMBER_RULE = 'a + and the digits of a possible E.164 number, 15 at most, are needed';

/** All digits but the last three become `•`; everything else stays. */
export const maskPhoneNumber = (number: string): string => number.replace(/\p{Nd}(?=(?:\P{Nd}*\p{Nd}){3})/gu, '•');
