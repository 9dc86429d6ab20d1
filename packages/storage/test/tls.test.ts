import { generateKeyPairSync } from 'node:crypto';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  eventually,
  type PostgresServer,
  postgres,
  skipUnless,
  type TemporaryDirectory,
  temporaryDirectory,
} from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { issueAuthority, issueLeaf } from '../../../certs/issue.ts';
import { createSealer, openStorage, type Storage } from '../src/index.ts';

const DAY = 86_400_000;
const now = Date.now();
const good = { notBefore: new Date(now - DAY), notAfter: new Date(now + DAY) };
const over = { notBefore: new Date(now - 3 * DAY), notAfter: new Date(now - 2 * DAY) };
const names = { dns: ['localhost', 'db.example'], addresses: [Uint8Array.of(127, 0, 0, 0, 255, 0, 0, 0)] };

const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const open = (url: string, caFile?: string): Promise<Storage> =>
  openStorage({ url, caFile, sealer: createSealer([Buffer.alloc(32)]) });

skipUnless('postgres')('F24: TLS to PostgreSQL', () => {
  let directory: TemporaryDirectory;
  const servers: PostgresServer[] = [];
  const at = (name: string): string => join(directory.path, name);

  beforeAll(async () => {
    directory = await temporaryDirectory();
    const [authority, other, own] = [pair(), pair(), pair()];
    writeFileSync(at('ca.pem'), await issueAuthority(authority, good, names));
    writeFileSync(at('other.pem'), await issueAuthority(other, good, names));
    writeFileSync(at('key'), own.export({ format: 'pem', type: 'pkcs8' }));
    const leaf = { commonName: 'database', purpose: 'server' as const };
    const certificates = {
      good: await issueLeaf(own, authority, { ...leaf, ...good, dns: ['localhost'], ip: [] }),
      elsewhere: await issueLeaf(own, authority, { ...leaf, ...good, dns: ['db.example'], ip: ['127.0.0.1'] }),
      over: await issueLeaf(own, authority, { ...leaf, ...over, dns: ['localhost'], ip: [] }),
    };
    for (const [name, pem] of Object.entries(certificates)) writeFileSync(at(name), pem);
    for (const certFile of ['good', 'elsewhere', 'over'])
      servers.push(await postgres({ tls: { certFile: at(certFile), keyFile: at('key') } }));
    servers.push(await postgres());
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await directory?.remove();
  });

  const full = (file: string): string => `sslmode=verify-full&sslrootcert=${encodeURIComponent(at(file))}`;
  const urlOf = async (index: number, parameters: string, host = 'localhost'): Promise<string> =>
    `${(await (servers[index] as PostgresServer).newDatabase()).replace('127.0.0.1', host)}?${parameters}`;
  const endSessions = (): Promise<void> =>
    (servers[0] as PostgresServer).ask(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'gatehouse%'",
    );
  const encrypted = async (index: number): Promise<unknown[]> => {
    const client = new Client({ connectionString: (servers[index] as PostgresServer).url });
    await client.connect();
    const sessions = await client.query(
      "select distinct ssl from pg_stat_ssl join pg_stat_activity using (pid) where application_name like 'gatehouse%'",
    );
    await client.end();
    return sessions.rows;
  };

  it.each(['sslmode=verify-full', 'sslmode=require', 'sslmode=verify-ca', 'ssl=true', ''])(
    'with the right authority, %p: every connection is encrypted, that of LISTEN too, and Node warns of nothing',
    async (parameters) => {
      const warnings: Error[] = [];
      const listen = (warning: Error): void => void warnings.push(warning);
      process.on('warning', listen);
      const ca = `${parameters}&sslrootcert=${encodeURIComponent(at('ca.pem'))}`;
      for (const storage of [await open(await urlOf(0, ca)), await open(await urlOf(0, parameters), at('ca.pem'))]) {
        const heard = new Promise<void>((resolve) => {
          storage.onChange('clients', resolve);
        });
        await storage.ping();
        await heard;
        expect(await encrypted(0)).toEqual([{ ssl: true }]);
        await storage.close();
      }
      process.off('warning', listen);
      expect(warnings.map(({ message }) => message)).toEqual([]);
    },
  );

  it('each thing that can be wrong is one line that says what', async () => {
    const cases: [string, RegExp][] = [
      [await urlOf(0, full('other.pem')), /not signed by an authority that is known here.*sslrootcert/],
      [await urlOf(0, 'sslmode=require'), /not signed by an authority that is known here/],
      [await urlOf(0, full('ca.pem'), '127.0.0.1'), /for another host name/],
      [await urlOf(1, full('ca.pem')), /for another host name/],
      [await urlOf(2, full('ca.pem')), /expired/],
      [await urlOf(2, full('ca.pem').replace('verify-full', 'verify-ca')), /expired/],
      [await urlOf(3, full('ca.pem')), /does not speak TLS.*sslmode=disable/],
      [await urlOf(0, full('nowhere.pem')), /nowhere\.pem.*cannot be read: ENOENT/],
      [await urlOf(0, full('key')), /holds no certificate/],
    ];
    for (const [url, sentence] of cases) {
      const error = await open(url).then(
        (storage) => storage.close(),
        (refusal: Error) => refusal,
      );
      expect(error).toMatchObject({ code: 'storage_setup', message: expect.stringMatching(sentence) });
      expect((error as Error).message).not.toContain('\n');
      expect((error as Error).message).not.toContain(new URL(url).password);
    }
  });

  it('verify-ca leaves the host name aside, and an address counts where the certificate names it', async () => {
    const ca = `sslrootcert=${encodeURIComponent(at('ca.pem'))}`;
    for (const url of [await urlOf(1, `sslmode=verify-ca&${ca}`), await urlOf(1, ca, '127.0.0.1')])
      await (await open(url)).close();
  });

  it('a renewed authority counts from the next connection on, and a file that is gone for a moment does no harm', async () => {
    copyFileSync(at('ca.pem'), at('moving.pem'));
    const storage = await open(await urlOf(0, `sslrootcert=${encodeURIComponent(at('moving.pem'))}`));
    rmSync(at('moving.pem'));
    await endSessions();
    await eventually(() => storage.ping().then(() => true));
    writeFileSync(at('moving.pem'), readFileSync(at('other.pem')));
    await endSessions();
    const refused = await eventually(() =>
      storage.ping().then(
        () => false,
        (error: Error) => error,
      ),
    );
    expect(refused).toMatchObject({ code: 'storage_unavailable' });
    await eventually(() =>
      storage.ping().then(
        () => false,
        (error: { reason?: string }) => error.reason === 'refused',
      ),
    );
    copyFileSync(at('ca.pem'), at('moving.pem'));
    await eventually(() => storage.ping().then(() => true));
    await storage.close();
  });
});
