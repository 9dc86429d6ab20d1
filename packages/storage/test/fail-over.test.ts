import { openDatabase } from '@gatehouse/database';
import { eventually, type Forwarder, forwarder, type PostgresServer } from '@gatehouse/testkit';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { type Storage } from '../src/index.ts';
import { newId, onPostgres } from './databases.ts';

const readOnly = { code: 'storage_unavailable', reason: 'read-only' };

const ask = async (url: string, ...texts: string[]): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const text of texts) await client.query(text);
  await client.end();
};

/** Ends every session of the program, as a fail-over does. */
const END_SESSIONS = "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'gatehouse%'";

/** An outage is waited for as long as the programs do. */
const asPrograms = { statementTimeoutMs: undefined };

const save = (storage: Storage, id = newId()): Promise<void> =>
  storage.commit([storage.artefacts.writes.upsert({ model: 'Session', id, payload: {} })]);

/** Works again by itself: what it says it saved is there. */
async function recovers(storage: Storage): Promise<void> {
  const id = newId();
  await eventually(async () => {
    await save(storage, id);
    await storage.ready();
    return true;
  });
  expect(await storage.artefacts.find('Session', id)).toBeDefined();
}

const findSession = (storage: Storage, id: string) => storage.artefacts.find('Session', id);

/** Waits until the standby has everything. */
const replayed = (url: string): Promise<boolean> =>
  eventually(async () => {
    const client = new Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query('select 1 from pg_stat_replication where replay_lsn = pg_current_wal_lsn()');
    await client.end();
    return rows.length === 1;
  });

describe('F1: the database fails over', () => {
  const opened: { stop?(): Promise<void>; close?(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const part of opened.splice(0)) await (part.stop?.() ?? part.close?.());
  });

  onPostgres(({ fresh, open, server }) => {
    const direct = async (): Promise<{ url: string; admin: string; name: string }> => {
      const url = await fresh();
      return { url, admin: server().url, name: new URL(url).pathname.slice(1) };
    };

    it('sessions opened while it was read-only are not kept: it recovers by itself', async () => {
      const { url, admin, name } = await direct();
      const storage = await open({ url, ...asPrograms });
      await save(storage);
      await ask(admin, `alter database ${name} set default_transaction_read_only = on`, END_SESSIONS);
      await eventually(() =>
        save(storage).then(undefined, (error: { reason?: string }) => error.reason === 'read-only'),
      );
      // Light traffic: nothing else would replace the connections.
      for (let n = 0; n < 4; n += 1) await expect(save(storage)).rejects.toMatchObject(readOnly);
      await expect(storage.ping()).rejects.toMatchObject(readOnly);
      await ask(admin, `alter database ${name} reset default_transaction_read_only`);
      await save(storage);
      await storage.ping();
    });

    it('the tables of a program of its own recover likewise', async () => {
      const { url, admin, name } = await direct();
      const database = await openDatabase<{ things: { id: string } }>({
        url,
        migrations: [
          { name: 'things', up: ({ db, types }) => [db.schema.createTable('things').addColumn('id', types.text)] },
        ],
      });
      opened.push(database);
      const add = () => database.commit([database.db.insertInto('things').values({ id: newId() })]);
      await add();
      await ask(admin, `alter database ${name} set default_transaction_read_only = on`, END_SESSIONS);
      await eventually(() =>
        add().then(
          () => false,
          (error: { reason?: string }) => error.reason === 'read-only',
        ),
      );
      await expect(database.ready()).rejects.toMatchObject(readOnly);
      await ask(admin, `alter database ${name} reset default_transaction_read_only`);
      await add();
    });

    it('rights and a password that are withdrawn for a while: 503 meanwhile, and nothing else after', async () => {
      const { url, name } = await direct();
      await ask(url, "create role program login password 'one'", `grant all on database ${name} to program`);
      await ask(url, 'grant all on schema public to program');
      const own = url.replace(/\/\/[^@]*@/, '//program:one@');
      const storage = await open({ url: own, ...asPrograms });
      await save(storage);
      await ask(url, 'alter table artefacts owner to postgres', 'revoke all on artefacts from program');
      await expect(save(storage)).rejects.toMatchObject({ code: 'storage_unavailable', reason: 'refused' });
      await ask(url, 'grant all on artefacts to program');
      await save(storage);
      await ask(url, "alter role program password 'two'", END_SESSIONS);
      await eventually(() =>
        save(storage).then(
          () => false,
          (error: { reason?: string }) => error.reason === 'refused',
        ),
      );
      await ask(url, "alter role program password 'one'");
      await recovers(storage);
    });

    it('fewer connections than it would like: nobody is refused, all wait for those there are', async () => {
      const { url, name } = await direct();
      await ask(url, "create role few login password 'few'", `grant all on database ${name} to few`);
      await ask(url, 'grant all on schema public to few');
      const storage = await open({ url: url.replace(/\/\/[^@]*@/, '//few:few@') });
      await ask(url, 'alter role few connection limit 3');
      await Promise.all(Array.from({ length: 60 }, () => save(storage)));
    });

    it('a table that another version migrated: what was prepared before is prepared anew', async () => {
      const { url } = await direct();
      const storage = await open({ url, poolSize: 1 });
      const find = () => storage.revocations.find([Buffer.alloc(32, 1)]);
      await find();
      await ask(url, 'alter table revocations add column later text');
      expect(await find()).toEqual([]);
    });

    it('who asks while the server is away waits for it, as long as they have', async () => {
      const storage = await open({ url: await fresh() });
      const id = newId();
      await save(storage, id);
      await server().halt('immediate');
      const asked = [findSession(storage, id), save(storage), save(storage)];
      // Another connection is refused; only then does it come back.
      await expect(server().ask('select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      await server().start();
      expect((await Promise.all(asked))[0]).toBeDefined();
    });

    it('after a failure writes wait together for one commit that a standby confirms, and reads go on', async () => {
      const { url, admin } = await direct();
      const storage = await open({ url });
      const id = newId();
      await save(storage, id);
      await ask(admin, "alter system set synchronous_standby_names = 'nobody'");
      const follow = () => ask(admin, 'alter system reset synchronous_standby_names', 'select pg_reload_conf()');
      opened.push({ close: follow });
      await server().halt('immediate');
      const read = findSession(storage, id);
      await server().start();
      await read;
      const saves = Array.from({ length: 30 }, () => save(storage));
      const waiting = () =>
        eventually(async () => {
          const client = new Client({ connectionString: admin });
          await client.connect();
          const { rows } = await client.query(
            "select application_name from pg_stat_activity where wait_event = 'SyncRep'",
          );
          await client.end();
          return rows.length > 0 && rows.map((row: { application_name: string }) => row.application_name);
        });
      expect(await waiting()).toEqual(['gatehouse-probe']);
      expect(await findSession(storage, id)).toBeDefined();
      await follow();
      await Promise.all(saves);
    });

    it('its processes are ended one by one, while it is used', async () => {
      const { url } = await direct();
      const storage = await open({ url });
      for (let round = 0; round < 3; round += 1) {
        const load = Promise.allSettled(Array.from({ length: 30 }, () => save(storage)));
        await ask(url, END_SESSIONS);
        for (const result of await load)
          if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'storage_unavailable' });
        await recovers(storage);
      }
    });
  });

  onPostgres(({ fresh, open, server }) => {
    /** A primary with a standby, and an address that leads to the primary. */
    async function pair(): Promise<{ url: string; standby: PostgresServer; address: Forwarder; through: string }> {
      const url = await fresh();
      const standby = await server().standby();
      const address = await forwarder(server().port);
      opened.push(standby, address);
      return { url, standby, address, through: url.replace(/:\d+\//, `:${address.port}/`) };
    }

    it('the address moves to a standby that is promoted, while the old server lives on and takes no writes', async () => {
      const { url, standby, address, through } = await pair();
      const storage = await open({ url: through, ...asPrograms });
      await save(storage);
      await replayed(url);
      await ask(url, 'alter system set default_transaction_read_only = on', 'select pg_reload_conf()');
      await eventually(() =>
        save(storage).then(
          () => false,
          (error: { reason?: string }) => error.reason === 'read-only',
        ),
      );
      // The address leads to the standby before it is promoted: it is not used, not even to read.
      address.to(standby.port);
      await expect(storage.artefacts.find('Session', newId())).rejects.toMatchObject(readOnly);
      await standby.promote();
      await recovers(storage);
      await ask(url, 'alter system reset default_transaction_read_only', 'select pg_reload_conf()');
    });

    it('several hosts in the URL: the one that takes writes is used, whichever it is', async () => {
      const { url, standby } = await pair();
      const { host } = new URL(url);
      const hosts = [`127.0.0.1:${standby.port}`, '127.0.0.1:1', host].join(',');
      const several = `${url.replace(host, hosts)}?target_session_attrs=read-write`;
      const storage = await open({ url: several, ...asPrograms });
      await eventually(() => save(storage).then(() => true));
      await server().halt('kill9');
      await expect(save(storage)).rejects.toMatchObject({ code: 'storage_unavailable' });
      await standby.promote();
      await recovers(storage);
      await server().start();
    });

    it('OPS-07: several hosts in the URL, and another server takes over: what was read from the old one is read anew', async () => {
      const { url, standby } = await pair();
      const { host } = new URL(url);
      const storage = await open({ url: url.replace(host, `${host},127.0.0.1:${standby.port}`) });
      let heard = 0;
      storage.onChange('keys', () => {
        heard += 1;
      });
      // The first look counts as a change.
      await eventually(() => heard === 1);
      await replayed(url);
      await server().halt('kill9');
      await standby.promote();
      // Nothing was committed: the counters are what they were.
      await eventually(() => heard > 1);
      await server().start();
    });

    it('several hosts in the URL, and nobody ends the old primary: reads go to the promoted one soon, those of a new instance at once', async () => {
      const { url, standby } = await pair();
      const { host } = new URL(url);
      const several = url.replace(host, `${host},127.0.0.1:${standby.port}`);
      const reader = await open({ url: several });
      await save(reader);
      await replayed(url);
      await standby.promote();
      const promoted = await open({ url: url.replace(host, `127.0.0.1:${standby.port}`) });
      const id = newId();
      await eventually(() => save(promoted, id).then(() => true));
      await eventually(() => findSession(reader, id));
      expect(await findSession(await open({ url: several, migrate: false }), id)).toBeDefined();
    });

    it('several hosts in the URL, and the primary freezes: the promoted one is used, and what thaws is not used again', async () => {
      const { url, standby } = await pair();
      const { host } = new URL(url);
      const storage = await open({
        url: url.replace(host, `${host},127.0.0.1:${standby.port}`),
        ...asPrograms,
      });
      await save(storage);
      server().freeze();
      await expect(save(storage)).rejects.toMatchObject({ code: 'storage_unavailable' });
      await standby.promote();
      await recovers(storage);
      server().thaw();
      await standby.halt('fast');
      // It answers and takes writes, but what was committed since the other one was promoted is unknown to it.
      await expect(storage.artefacts.find('Session', newId())).rejects.toMatchObject(readOnly);
      await expect(save(storage)).rejects.toMatchObject(readOnly);
      await standby.start();
      await recovers(storage);
    });
  });
});
