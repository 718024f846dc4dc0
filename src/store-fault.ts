/** The cause where all that is known is that the connection was closed. */
export const DISCONNECTED = 'DISCONNECTED';

/** What the system says of a connection that was closed, by whichever side writes or reads first. */
const OF_CLOSE: readonly string[] = ['ECONNRESET', 'EPIPE'];

/** How ioredis says that there is no connection, with advice for programmers instead of a code. */
const WITHOUT_CONNECTION =
  /^(Reached the max retries|Connection is closed|Stream isn't writeable|Command aborted due to connection close)/;

/** What a Redis that was demoted answers a call that waits for events, as it answers READONLY to writes. */
const OF_DEMOTION = /^UNBLOCKED .*master -> replica/;

/** What a Redis answers an error with begins with its code: OOM, NOPERM, READONLY. `ERR` and `UNBLOCKED` alone say nothing. */
const REPLY_CODE = /^(?!ERR |UNBLOCKED )[A-Z]{3,}(?= )/;

const MOST_CHARACTERS = 200;

/**
 * Why a store is away, for the log: the code of the error or of Redis's answer, NO_ANSWER for a Redis that has none, DISCONNECTED
 * without a connection, else its first words, which the system, LMDB and Redis make without data of callers.
 */
export function storeFault(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return String(cause).slice(0, MOST_CHARACTERS);
  const { code, name, message = '' } = cause as Partial<Error> & { readonly code?: unknown };
  if (typeof code === 'string') return OF_CLOSE.includes(code) ? DISCONNECTED : code;
  const [word] = (name === 'ReplyError' && REPLY_CODE.exec(message)) || [];
  if (word !== undefined) return word;
  if (OF_DEMOTION.test(message)) return 'READONLY';
  if (message === 'Command timed out') return 'NO_ANSWER';
  return WITHOUT_CONNECTION.test(message) ? DISCONNECTED : message.slice(0, MOST_CHARACTERS);
}

const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'its disk is full; free space on it',
  EDQUOT: 'its quota is used up; raise it',
  EROFS: 'its disk is read-only; mount it for writing',
  EACCES: 'this user may not; let it own the files',
  EPERM: 'this user may not; let it own the files',
  EMFILE: 'too many files are open; raise the limit (ulimit -n)',
  ENFILE: 'too many files are open on this machine; raise the limit (fs.file-max)',
};

/** What to do where the system does not let a directory be used. @returns null for any other cause, such as damage */
export function remedyOf(cause: unknown): string | null {
  return REMEDIES[String((cause as { code?: unknown } | null)?.code)] ?? null;
}
