/** A service could not start for a reason outside the application; `message` is one line that says what to do. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** Why a file or a port could not be used, in words. */
export function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return (
    { ENOENT: 'it does not exist', EACCES: 'permission denied', EISDIR: 'it is a directory' }[code] ?? (code || message)
  );
}
