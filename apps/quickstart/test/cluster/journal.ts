/**
 * The journal of a load: every request before it is sent and every answer before the next request of its chain, each on the disk
 * (fsync) by then. Artefacts stand in it by a hash, so that it holds no secret.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open, readFile } from 'node:fs/promises';

/** What a request does: a page of a sign-in, a use of a code, of a refresh token, … */
export type Act = 'step' | 'redeem' | 'refresh' | 'issue' | 'exchange' | 'revoke' | 'use';

/** Where a token was shown: the feed tells the last two of revocations, the others ask the database. */
export type Place = 'userinfo' | 'introspection' | 'session' | 'api' | 'gateway';

/** `no` is a refusal of what was shown; `unknown` an answer that was lost, or 5xx: it may have happened or not. */
export type Result = 'ok' | 'no' | 'unknown';

export type ArtefactKind = 'sign-in' | 'code' | 'refresh' | 'access' | 'session';

/** What an answer acknowledged. */
export interface Given {
  readonly name: string;
  readonly kind: ArtefactKind;
  /** By the end of what it ends too. */
  readonly grant?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly expires?: number | undefined;
}

/** A request. Times are milliseconds since the epoch of the one machine on which all runs. */
export interface Request {
  readonly id: number;
  readonly chain: string;
  readonly act: Act;
  readonly at?: Place | undefined;
  /** The name of what was shown; of a revocation, of the token or grant that it ends. */
  readonly uses?: string | undefined;
  readonly asked: number;
}

export interface Answer {
  readonly id: number;
  readonly answered: number;
  readonly result: Result;
  /** 0: the answer was lost. */
  readonly status: number;
  /** The code of the error, or of the failure of the connection. */
  readonly error?: string | undefined;
  /** Whether the answer said when to come again. */
  readonly retryAfter?: boolean | undefined;
  readonly gives?: readonly Given[] | undefined;
}

/** What else is known of a time. */
export type Note =
  | { readonly note: 'fault' | 'healed' | 'calm'; readonly at: number; readonly name: string }
  /** The database took no write, or what leads to it was away. */
  | { readonly note: 'outage'; readonly at: number; readonly until: number };

type JournalLine = Request | Answer | Note;

/** A request with its answer, `unknown` where the journal has none. */
export type JournalEvent = Request & Omit<Answer, 'id'>;

export interface History {
  readonly events: readonly JournalEvent[];
  readonly notes: readonly Note[];
}

/** The name of an artefact in the journal. */
export const nameOf = (kind: ArtefactKind, secret: string): string =>
  `${kind}:${createHash('sha256').update(secret).digest('base64url').slice(0, 22)}`;

export class Journal {
  readonly path: string;
  readonly #file: FileHandle;
  #waiting: { text: string; resolve: () => void; reject: (error: unknown) => void }[] = [];
  #isWriting = false;
  #lastId = 0;

  private constructor(path: string, file: FileHandle) {
    this.path = path;
    this.#file = file;
  }

  /** Opens a new journal. Throws when the file exists. */
  static async open(path: string): Promise<Journal> {
    return new Journal(path, await open(path, 'ax', 0o600));
  }

  /** An identifier for a request. */
  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** Resolves when the line is on the disk. Lines that wait share one fsync. */
  async write(line: JournalLine): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push({ text: `${JSON.stringify(line)}\n`, resolve, reject });
    if (!this.#isWriting) void this.#drain();
    await promise;
  }

  async #drain(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const lines = this.#waiting;
      this.#waiting = [];
      try {
        await this.#file.appendFile(lines.map(({ text }) => text).join(''));
        await this.#file.datasync();
        for (const { resolve } of lines) resolve();
      } catch (error) {
        for (const { reject } of lines) reject(error);
      }
    }
    this.#isWriting = false;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** Reads a journal. A last line that was cut off by the end of the load counts as not written. */
export async function readJournal(path: string): Promise<History> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  lines.pop();
  return historyOf(lines.map((line) => JSON.parse(line) as JournalLine));
}

/** Brings requests and their answers together. */
export function historyOf(lines: readonly JournalLine[]): History {
  const requests: Request[] = [];
  const answers = new Map<number, Answer>();
  const notes: Note[] = [];
  for (const line of lines) {
    if ('note' in line) notes.push(line);
    else if ('answered' in line) answers.set(line.id, line);
    else requests.push(line);
  }
  const lost = { answered: Number.POSITIVE_INFINITY, result: 'unknown', status: 0 } as const;
  return { events: requests.map((request) => ({ ...request, ...(answers.get(request.id) ?? lost) })), notes };
}
