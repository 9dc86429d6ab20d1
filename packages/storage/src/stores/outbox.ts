import { randomUUID } from 'node:crypto';
import type { Row, Statement, Write } from '@gatehouse/database';
import { sql } from 'kysely';
import type { Payload } from './artefact-rows.ts';
import { EXPIRY_GRACE_SECONDS } from './artefact-rows.ts';
import { type Page, type PageOptions, pageOf, pageStatement } from './keyset.ts';
import type { StoreContext } from './store-context.ts';
import { declareStore, removeBy, skipLocked } from './store-declaration.ts';

/** What is still to be sent to the outside. */
interface OutboxTable {
  id: string;
  kind: string;
  sealed_payload: Uint8Array;
  attempts: number;
  due_at: number;
  created_at: number;
  expires_at: number;
  last_failure: string | null;
}

type Context = StoreContext<{ outbox: OutboxTable }>;

/** What a list shows of something that is still to be sent: a mail, a notice to an application. */
export interface OutboxEntry {
  readonly id: string;
  readonly kind: string;
  /** How often it was taken, this time included. */
  readonly attempts: number;
  /** When it is tried next; in the future also while somebody is at it. */
  readonly dueAtSeconds: number;
  readonly createdAtSeconds: number;
  /** After that it is not to be sent any more. */
  readonly expiresAtSeconds: number;
  /** Why the last attempt failed; undefined: none has. */
  readonly lastFailure: string | undefined;
}

/** Something that is still to be sent, opened. */
export interface OutboxItem extends OutboxEntry {
  readonly payload: Payload;
}

/** What waits, in figures. */
export interface OutboxSummary {
  readonly waiting: number;
  /** Of those that wait: how many were tried and not sent, or are being tried. */
  readonly tried: number;
  readonly oldestCreatedAtSeconds: number | undefined;
}

/**
 * What is to be sent, written in the same commit as what it tells of. It is sent at least once: an instance that crashes between sending
 * and `done` leaves it to be sent again.
 */
export interface OutboxStore {
  /**
   * Takes items of a kind that are due, oldest first. For `holdSeconds` nobody else gets them; after that they are due again,
   * unless `done` or `retry` was committed. Several instances never hold the same item. What is past its expiry comes too:
   * whoever sends says that it was given up.
   */
  claim(options: { kind: string; limit: number; holdSeconds: number }): Promise<OutboxItem[]>;
  /** What waits, of one kind or of all, the oldest first; payloads stay sealed. */
  page(options: PageOptions & { readonly kind?: string | undefined }): Promise<Page<OutboxEntry>>;
  /** One that waits, opened. */
  find(id: string): Promise<OutboxItem | undefined>;
  /** All that wait, to look for what concerns somebody: slow, for commands. */
  list(): Promise<OutboxItem[]>;
  /** How many wait, those that are held included. */
  count(): Promise<number>;
  summary(): Promise<OutboxSummary>;
  /** True when at least so many of the kind wait; `most` is 1 or more. */
  hasAsManyAs(kind: string, most: number): Promise<boolean>;
  readonly writes: {
    /** It is sent until `expiresAtSeconds`, or for `keptSeconds` from now. */
    add(
      item: { kind: string; payload: Payload; dueAtSeconds?: number | undefined } & (
        | { expiresAtSeconds: number }
        | { keptSeconds: number }
      ),
    ): Write;
    /** It was sent, or never will be. */
    done(id: string): Write;
    /**
     * It is tried again at that moment.
     * @param failure why it was not sent, in a line for operators; undefined: it was not even tried
     */
    retry(id: string, dueAtSeconds: number, failure?: string): Write;
    /** An operator has it tried at once; while somebody is at it, that means once more. LostRaceError when it does not wait any more. */
    retryNow(id: string): Write;
    /** An operator gives it up. LostRaceError when it does not wait any more. */
    drop(id: string): Write;
  };
}

const place = (id: string): { table: string; column: string; row: string } => ({
  table: 'outbox',
  column: 'sealed_payload',
  row: id,
});

function toEntry(row: Row): OutboxEntry {
  const { id, kind, attempts, due_at, created_at, expires_at, last_failure } = row as unknown as OutboxTable;
  return {
    id,
    kind,
    attempts,
    dueAtSeconds: due_at,
    createdAtSeconds: created_at,
    expiresAtSeconds: expires_at,
    lastFailure: last_failure ?? undefined,
  };
}

/** The statement of a page of the outbox. */
export function outboxPageStatement({ db }: Context, options: PageOptions & { kind?: string | undefined }): Statement {
  const all = db
    .selectFrom('outbox')
    .select(['id', 'kind', 'attempts', 'due_at', 'created_at', 'expires_at', 'last_failure']);
  const query = options.kind === undefined ? all : all.where('kind', '=', options.kind);
  return pageStatement(query, { key: sql.ref('created_at'), id: sql.ref('id') }, options);
}

const guard = (key: string) => ({ model: 'outbox', key });

/** Later once more, with why it failed or without having been tried. */
function laterShape({ db, shape }: Context) {
  const untried = shape<{ id: string; due_at: number }>((v) =>
    db.updateTable('outbox').set({ due_at: v.due_at }).where('id', '=', v.id),
  );
  const failed = shape<{ id: string; due_at: number; last_failure: string }>((v) =>
    db.updateTable('outbox').set({ due_at: v.due_at, last_failure: v.last_failure }).where('id', '=', v.id),
  );
  return (id: string, due_at: number, last_failure: string | undefined): Statement =>
    last_failure === undefined ? untried({ id, due_at }) : failed({ id, due_at, last_failure });
}

/** What is asked about one item, and done with it. */
const itemShapes = ({ db, shape }: Context) => ({
  find: shape<{ id: string }>((v) => db.selectFrom('outbox').selectAll().where('id', '=', v.id)),
  done: shape<{ id: string }>((v) => db.deleteFrom('outbox').where('id', '=', v.id)),
  retryNow: shape<{ id: string; due_at: number }>(
    (v) => db.updateTable('outbox').set({ due_at: v.due_at }).where('id', '=', v.id),
    { guarded: true },
  ),
  drop: shape<{ id: string }>((v) => db.deleteFrom('outbox').where('id', '=', v.id), { guarded: true }),
});

/** What waits, in figures. */
function outboxFigures({ db, shape, read }: Context): Pick<OutboxStore, 'count' | 'summary'> {
  const count = shape<object>(() => db.selectFrom('outbox').select((eb) => eb.fn.countAll().as('count')));
  const summary = shape<object>(() =>
    db
      .selectFrom('outbox')
      .select((eb) => [
        eb.fn.countAll().as('waiting'),
        eb.fn.min('created_at').as('oldest'),
        eb.fn.sum(eb.case().when('attempts', '>', eb.lit(0)).then(eb.lit(1)).else(eb.lit(0)).end()).as('tried'),
      ]),
  );
  return {
    count: async () => Number((await read(count({})))[0]?.['count'] ?? 0),
    async summary() {
      const [row] = await read(summary({}));
      const { waiting = 0, tried, oldest } = row ?? {};
      return {
        waiting: Number(waiting),
        tried: Number(tried ?? 0),
        oldestCreatedAtSeconds: oldest == null ? undefined : Number(oldest),
      };
    },
  };
}

/** The store of what is to be sent. */
export function outboxStore(context: Context): OutboxStore {
  const { db, shape, driver, sealer, read } = context;
  const unlocked = skipLocked(context);
  const item = itemShapes(context);
  const later = laterShape(context);
  const add = shape<Omit<OutboxTable, 'last_failure'>>((v) =>
    db.insertInto('outbox').values({
      id: v.id,
      kind: v.kind,
      sealed_payload: v.sealed_payload,
      attempts: v.attempts,
      due_at: v.due_at,
      created_at: v.created_at,
      expires_at: v.expires_at,
    }),
  );
  type Claim = { kind: string; now: number; held: number; limit: number };
  // Asked each second for each kind: all in one packet, over one connection.
  const isDue = shape<{ kind: string; now: number }>(
    (v) =>
      db.selectFrom('outbox').select('id').where('kind', '=', v.kind).where('due_at', '<=', v.now).limit(sql.lit(1)),
    { byKey: true },
  );
  const claim = shape<Claim>(
    (v) =>
      db
        .updateTable('outbox')
        .set((eb) => ({ due_at: v.held, attempts: eb('attempts', '+', eb.lit(1)) }))
        .where(
          'id',
          'in',
          db
            .selectFrom('outbox as due')
            .select('due.id')
            .where('due.kind', '=', v.kind)
            .where('due.due_at', '<=', v.now)
            .orderBy('due.due_at')
            .limit(v.limit)
            .modifyEnd(unlocked),
        )
        .returningAll(),
    { returnsRows: true },
  );
  const all = shape<object>(() => db.selectFrom('outbox').selectAll());
  const nth = shape<{ kind: string; before: number }>((v) =>
    db.selectFrom('outbox').select('id').where('kind', '=', v.kind).limit(sql.lit(1)).offset(v.before),
  );
  const toItem = (row: Row): OutboxItem => {
    const { id, sealed_payload } = row as unknown as OutboxTable;
    const payload = JSON.parse(sealer.open(place(id), sealed_payload).toString('utf8')) as Payload;
    return { ...toEntry(row), payload };
  };

  return {
    async claim({ kind, limit, holdSeconds }) {
      const now = context.nowSeconds();
      // Most of the time there is nothing: looking costs no write.
      if ((await read(isDue({ kind, now }))).length === 0) return [];
      const [result] = await driver.execute([claim({ kind, now, held: now + holdSeconds, limit })]);
      const items = (result?.rows ?? []).map(toItem);
      return items.toSorted((a, b) => a.createdAtSeconds - b.createdAtSeconds);
    },
    page: async (options) => pageOf(await read(outboxPageStatement(context, options)), options.limit, toEntry),
    find: async (id) => (await read(item.find({ id }))).map(toItem)[0],
    list: async () => (await read(all({}))).map(toItem),
    ...outboxFigures(context),
    hasAsManyAs: async (kind, most) => (await read(nth({ kind, before: most - 1 }))).length > 0,
    writes: {
      add({ kind, payload, dueAtSeconds, ...rest }) {
        const now = context.nowSeconds();
        const id = randomUUID();
        const sealed_payload = sealer.seal(place(id), JSON.stringify(payload));
        return {
          statements: [
            add({
              id,
              kind,
              sealed_payload,
              attempts: 0,
              due_at: dueAtSeconds ?? now,
              created_at: now,
              expires_at: 'keptSeconds' in rest ? now + rest.keptSeconds : rest.expiresAtSeconds,
            }),
          ],
        };
      },
      done: (id) => ({ statements: [item.done({ id })] }),
      retry: (id, dueAtSeconds, failure) => ({ statements: [later(id, dueAtSeconds, failure)] }),
      retryNow: (id) => ({ statements: [item.retryNow({ id, due_at: context.nowSeconds() }, guard(id))] }),
      drop: (id) => ({ statements: [item.drop({ id }, guard(id))] }),
    },
  };
}

/** Whoever sends gives up what is too old, and says so; garbage is what nobody sends any more. */
const UNSENT_GRACE_SECONDS = 3600;

export const outbox = declareStore({
  name: 'outbox',
  open: outboxStore,
  sealed: [{ table: 'outbox', column: 'sealed_payload', keys: ['id'], row: ({ id }) => String(id) }],
  garbage: [
    {
      kind: 'outbox',
      before: ({ nowSeconds }) => nowSeconds - EXPIRY_GRACE_SECONDS - UNSENT_GRACE_SECONDS,
      remove: removeBy('outbox', 'id'),
    },
  ],
});
