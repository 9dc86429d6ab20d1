import type { Write } from '@gatehouse/database';
import { digest } from './artefact-rows.ts';
import type { StoreContext } from './store-context.ts';
import { declareStore, onceExpired, removeBy } from './store-declaration.ts';

interface IdempotencyTable {
  id: Uint8Array;
  request_sha256: Uint8Array;
  status: number;
  sealed_answer: Uint8Array;
  expires_at: number;
}

type Context = StoreContext<{ idempotency: IdempotencyTable }>;

/** What a request was answered. */
export interface KeptAnswer {
  /** The HTTP status. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request that was answered, and may come again under the same key. */
export interface AnsweredRequest extends KeptAnswer {
  /** SHA-256 of what was asked: the same key with another request is a mistake of the caller. */
  readonly requestSha256: Buffer;
  readonly expiresAtSeconds: number;
}

/**
 * Answers to requests with a key (`Idempotency-Key`), written in the same commit as what the request did: whoever asks again gets
 * the same answer, and nothing is done twice. Actor and key are stored as a hash; the answer is sealed, because it may hold a secret
 * that is shown once.
 */
export interface IdempotencyStore {
  /** What the actor was answered under that key, until it expires. */
  find(actor: string, key: string): Promise<AnsweredRequest | undefined>;
  readonly writes: {
    /** ConflictError when the actor used the key before, and that has not expired: nothing of the unit was done. */
    keep(request: AnsweredRequest & { readonly actor: string; readonly key: string }): Write;
  };
}

const idOf = (actor: string, key: string): Buffer => digest(JSON.stringify([actor, key]));

const rowOf = (id: Uint8Array): string => Buffer.from(id).toString('base64url');

const place = (id: Uint8Array) => ({ table: 'idempotency', column: 'sealed_answer', row: rowOf(id) });

/** The store of answered requests. */
export function idempotencyStore({ db, shape, read, sealer, nowSeconds }: Context): IdempotencyStore {
  const find = shape<{ id: Uint8Array; now: number }>((v) =>
    db.selectFrom('idempotency').selectAll().where('id', '=', v.id).where('expires_at', '>', v.now),
  );
  const forget = shape<{ id: Uint8Array; now: number }>((v) =>
    db.deleteFrom('idempotency').where('id', '=', v.id).where('expires_at', '<=', v.now),
  );
  const add = shape<IdempotencyTable>((v) =>
    db.insertInto('idempotency').values({
      id: v.id,
      request_sha256: v.request_sha256,
      status: v.status,
      sealed_answer: v.sealed_answer,
      expires_at: v.expires_at,
    }),
  );
  return {
    async find(actor, key) {
      const id = idOf(actor, key);
      const [row] = await read(find({ id, now: nowSeconds() }));
      if (row === undefined) return undefined;
      const { request_sha256, status, sealed_answer, expires_at } = row as unknown as IdempotencyTable;
      const opened = JSON.parse(sealer.open(place(id), sealed_answer).toString('utf8')) as Omit<KeptAnswer, 'status'>;
      return { requestSha256: Buffer.from(request_sha256), status, ...opened, expiresAtSeconds: expires_at };
    },
    writes: {
      keep({ actor, key, requestSha256, status, headers, body, expiresAtSeconds }) {
        const id = idOf(actor, key);
        const sealed_answer = sealer.seal(place(id), JSON.stringify({ headers, body }));
        return {
          statements: [
            forget({ id, now: nowSeconds() }),
            add({ id, request_sha256: requestSha256, status, sealed_answer, expires_at: expiresAtSeconds }),
          ],
        };
      },
    },
  };
}

export const idempotency = declareStore({
  name: 'idempotency',
  open: idempotencyStore,
  sealed: [{ table: 'idempotency', column: 'sealed_answer', keys: ['id'], row: ({ id }) => rowOf(id as Uint8Array) }],
  garbage: [{ kind: 'idempotency', before: onceExpired, remove: removeBy('idempotency', 'id') }],
});
