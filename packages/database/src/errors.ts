/**
 * A conditional write found that somebody else was first: the artefact was already consumed, destroyed or taken.
 * Nothing of its unit of work was written. The identifier itself is a bearer secret and is therefore not carried.
 */
export class LostRaceError extends Error {
  readonly code = 'lost_race';
  /** What the write was about: the artefact's model, or the name of the table. */
  readonly model: string;
  /** The artefact's key (base64url SHA-256 of its identifier), as `find` returns it. */
  readonly key: string | undefined;
  /** The grant that the caller named in the write, so that it can revoke the family. */
  readonly grantId: string | undefined;

  constructor(model: string, key?: string, grantId?: string) {
    super(`Lost a race: ${model} was already used, ended or taken`);
    this.name = 'LostRaceError';
    this.model = model;
    this.key = key;
    this.grantId = grantId;
  }
}

/** What is the matter with a database that cannot serve. */
export type UnavailableReason = 'unreachable' | 'read-only' | 'full' | 'busy' | 'refused';

const sentences: Readonly<Record<UnavailableReason, string>> = {
  unreachable: 'the server cannot reach its database',
  'read-only': 'the database only reads at the moment',
  full: 'the database has no room left',
  busy: 'too many requests wanted the same data at once',
  refused: 'the database refuses the server',
};

/**
 * The database is away, frozen, full, busy or read-only. Callers answer 503 with Retry-After.
 * `outcome` says whether the unit may have been written all the same (the connection broke while it was being committed).
 */
export class StorageUnavailableError extends Error {
  readonly code = 'storage_unavailable';
  readonly outcome: 'not-written' | 'unknown';
  readonly reason: UnavailableReason;
  readonly retryAfterSeconds = 2;

  /** @param detail for the log: it may name hosts and files */
  constructor(
    detail: string,
    outcome: 'not-written' | 'unknown' = 'not-written',
    reason: UnavailableReason = 'unreachable',
  ) {
    super(`Storage is unavailable: ${detail}`);
    this.name = 'StorageUnavailableError';
    this.outcome = outcome;
    this.reason = reason;
  }

  /** What callers may be told: what is the matter, and nothing of where. */
  get sentence(): string {
    return sentences[this.reason];
  }
}

/** A value that must be unique already belongs to another row, a login for instance. Nothing of the unit was written. */
export class ConflictError extends Error {
  readonly code = 'conflict';
  constructor(message: string) {
    super(message);
    this.name = 'ConflictError';
  }
}

/** The storage cannot be opened as configured; the message is one line that says what to do. Commands and services exit on it. */
export class StorageSetupError extends Error {
  readonly code = 'storage_setup';
  constructor(message: string) {
    super(message);
    this.name = 'StorageSetupError';
  }
}

/** An encrypted value cannot be decrypted: its key is not in the list, or the row was altered or moved. */
export class SealError extends Error {
  readonly code = 'seal_broken';
  /** The id of the key that is not in the list; undefined when the value was altered or moved. */
  readonly missingKeyId: string | undefined;
  constructor(message: string, missingKeyId?: string) {
    super(message);
    this.name = 'SealError';
    this.missingKeyId = missingKeyId;
  }
}
