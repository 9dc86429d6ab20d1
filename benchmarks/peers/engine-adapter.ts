/** A small adapter for PostgreSQL, written as the engine's example of one: a row of JSON for each artefact, nothing sealed or hashed. */
import type { Adapter, AdapterConstructor, AdapterPayload } from 'oidc-provider';
import { Pool } from 'pg';

const schema = `create table if not exists artefacts (
  model text, id text, payload jsonb not null, grant_id text, uid text, expires timestamptz, consumed timestamptz, primary key (model, id));
  create index if not exists artefacts_grant on artefacts (grant_id); create index if not exists artefacts_uid on artefacts (uid)`;

export async function postgresAdapter(url: string): Promise<AdapterConstructor> {
  const pool = new Pool({ connectionString: url });
  await pool.query(schema);
  return class implements Adapter {
    readonly #model: string;

    constructor(model: string) {
      this.#model = model;
    }

    async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
      await pool.query(
        `insert into artefacts (model, id, payload, grant_id, uid, expires) values ($1, $2, $3, $4, $5, now() + $6 * interval '1 second')
         on conflict (model, id) do update set payload = $3, grant_id = $4, uid = $5, expires = now() + $6 * interval '1 second'`,
        [this.#model, id, payload, payload.grantId, payload.uid, expiresIn],
      );
    }

    find(id: string): Promise<AdapterPayload | undefined> {
      return this.#findBy('id', id);
    }

    findByUid(uid: string): Promise<AdapterPayload | undefined> {
      return this.#findBy('uid', uid);
    }

    findByUserCode(): Promise<undefined> {
      return Promise.resolve(undefined);
    }

    async #findBy(column: 'id' | 'uid', value: string): Promise<AdapterPayload | undefined> {
      const { rows } = await pool.query<{ payload: AdapterPayload; consumed: Date | null }>(
        `select payload, consumed from artefacts where model = $1 and ${column} = $2 and (expires is null or expires > now())`,
        [this.#model, value],
      );
      const [row] = rows;
      return row && { ...row.payload, ...(row.consumed && { consumed: true }) };
    }

    async consume(id: string): Promise<void> {
      await pool.query('update artefacts set consumed = now() where model = $1 and id = $2', [this.#model, id]);
    }

    async destroy(id: string): Promise<void> {
      await pool.query('delete from artefacts where model = $1 and id = $2', [this.#model, id]);
    }

    async revokeByGrantId(grantId: string): Promise<void> {
      await pool.query('delete from artefacts where grant_id = $1', [grantId]);
    }
  };
}
