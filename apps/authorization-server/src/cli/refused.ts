/** How a command ends that does not do what it was asked; `failure.ts` makes exit codes of them. They load nothing. */

/** A command was refused; the message is one line that says what to do. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** A command was given options that do not fit together. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What the command needs is away, and may be back soon. */
export class TryAgainError extends Error {
  override readonly name = 'TryAgainError';
}
