/**
 * One request, one unit of work. While a request runs, the adapter gathers its writes here; they are committed in one
 * short transaction after everything is signed and before the answer leaves. Reads of the same request see them.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { type AccountRecord, type ObservedRead, StorageUnavailableError, type Write } from '@gatehouse/storage';
import { SignerUnavailableError } from '../../directory/keys/signer.ts';

/** A stored artefact as oidc-provider sees it: its payload, or undefined once it is gone. */
export type Payload = Record<string, unknown> | undefined;

/** What an answer was made of: the client records and rows that the request looked at. */
export interface Sources {
  readonly reads: ObservedRead[];
  readonly clients: Map<string, object | undefined>;
}

interface Gathered {
  readonly write: Write;
  readonly evenWhenRefused: boolean;
  readonly rotates?: boolean;
}

export class UnitOfWork {
  /** Writes of a request that succeeds: what it used up and what it made. */
  readonly #work: Gathered[] = [];
  readonly #last: Gathered[] = [];
  /** Grants that the request ended, because what it came with was used before. */
  readonly endedGrants = new Set<string>();
  /** Set when the database or the signer could not serve while the request ran: the answer must be 503, whatever it says. */
  unavailable: Error | undefined;
  /** Set when the refresh token was rotated by an earlier request, whose successor is given again: nothing is rotated twice. */
  isRepeated = false;
  /** Filled while it is there. */
  sources: Sources | undefined;
  readonly #seen = new Map<string, Payload>();
  readonly #accounts = new Map<string, { readonly account: AccountRecord | undefined }>();
  readonly #reads = new Map<string, Promise<unknown>>();
  readonly #afterCommit: (() => void)[] = [];

  /**
   * Gathers a write.
   * @param evenWhenRefused it stands although the request is refused: the mark of a `jti` that was seen, for instance
   */
  add(write: Write, evenWhenRefused = false): void {
    this.#work.push({ write, evenWhenRefused });
  }

  /** Gathers a write of a rotation: a refresh token that is used up, or the one that takes its place. */
  addRotation(write: Write): void {
    this.#work.push({ write, evenWhenRefused: false, rotates: true });
  }

  /** Gathers a write whose row the units of all instances need: it comes last, so that none waits long. */
  addLast(write: Write, evenWhenRefused = true): void {
    this.#last.push({ write, evenWhenRefused });
  }

  /** What is to be committed. A refused request uses nothing up and makes nothing. */
  writes(refused: boolean): Write[] {
    const work = [...this.#work, ...this.#last].filter(
      ({ evenWhenRefused, rotates }) => (evenWhenRefused || !refused) && !(rotates && this.isRepeated),
    );
    return work.map(({ write }) => write);
  }

  /** What this request wrote to or read from (model, id); `has` tells absent from unread. */
  seen(model: string, id: string): { has: boolean; payload: Payload } {
    const key = `${model}:${id}`;
    return { has: this.#seen.has(key), payload: this.#seen.get(key) };
  }

  see(model: string, id: string, payload: Payload): void {
    this.#seen.set(`${model}:${id}`, payload);
  }

  /** An account as this request read it; undefined: it did not. */
  accountSeen(id: string): { readonly account: AccountRecord | undefined } | undefined {
    return this.#accounts.get(id);
  }

  /** @param account undefined when there is none of that id */
  seeAccount(id: string, account: AccountRecord | undefined): void {
    this.#accounts.set(id, { account });
  }

  /** It may be another one since it was read. */
  forgetAccount(id: string): void {
    this.#accounts.delete(id);
  }

  /** Reads once what this request asks for several times at once. */
  together<Found>(name: string, read: () => Promise<Found>): Promise<Found> {
    const reading = (this.#reads.get(name) as Promise<Found> | undefined) ?? read();
    this.#reads.set(name, reading);
    return reading;
  }

  /** Runs once the writes are durable: audit and metrics of what really happened. */
  afterCommit(action: () => void): void {
    this.#afterCommit.push(action);
  }

  committed(): void {
    for (const action of this.#afterCommit) action();
  }
}

const current = new AsyncLocalStorage<UnitOfWork | undefined>();

/** The unit of the running request, if there is one. */
export const currentUnit = (): UnitOfWork | undefined => current.getStore();

/** Runs the work inside the unit. */
export const runInUnit = <Result>(unit: UnitOfWork, work: () => Result): Result => current.run(unit, work);

/**
 * Looks for a client, and notes which was found. Its record is kept for a moment and compared as a whole: the reads for it are no
 * sources of their own.
 */
export async function noteClient<Found extends object>(
  clientId: string,
  find: (clientId: string) => Promise<Found | undefined>,
): Promise<Found | undefined> {
  const sources = currentUnit()?.sources;
  if (!sources) return find(clientId);
  const client = await current.run(undefined, () => find(clientId));
  // What was decided by the first look counts: a client that has changed since is another one.
  if (!sources.clients.has(clientId)) sources.clients.set(clientId, client);
  return client;
}

/**
 * Marks the running request's unit when the error says that something it needs is away: the answer is 503 then.
 * @returns whether it says so
 */
export function notice(error: unknown): boolean {
  const away = error instanceof StorageUnavailableError || error instanceof SignerUnavailableError;
  const unit = currentUnit();
  if (away && unit) unit.unavailable ??= error;
  return away;
}

/**
 * Does the work; what is away is noticed here, where oidc-provider would turn the error into a refusal of its own. A request
 * that waited for it once does not wait again: it has to be answered within two seconds (OPS-07).
 */
export async function noticing<Result>(work: () => Promise<Result>): Promise<Result> {
  if (currentUnit()?.unavailable) throw new StorageUnavailableError('it was away a moment ago', 'not-written');
  try {
    return await work();
  } catch (error) {
    notice(error);
    throw error;
  }
}
