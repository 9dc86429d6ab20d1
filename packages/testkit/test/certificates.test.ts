import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLIENT_NAME, makeCertificates, SERVER_NAMES } from '../../../certs/make.ts';
import { skipUnless, temporaryDirectory } from '../src/index.ts';

const run = promisify(execFile);
const DAY_MS = 86_400_000;
const NAMES = [...SERVER_NAMES, 'client'];

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
const at = (...parts: string[]) => join(folder.path, ...parts);
const read = (directory: string, name: string) => readFileSync(join(directory, name));
const later = (days: number) => new Date(Date.now() + days * DAY_MS);
const contents = (directory: string) => Object.fromEntries(readdirSync(directory).map((f) => [f, read(directory, f)]));

beforeAll(async () => {
  folder = await temporaryDirectory();
});
afterAll(() => folder.remove());

describe('development certificates', () => {
  it('are made once: a second run changes no byte', async () => {
    const directory = at('idempotent');
    const first = await makeCertificates({ directory });
    expect(first.made).toEqual(['ca.pem', ...NAMES.map((name) => `${name}.pem`)]);
    const before = contents(directory);
    expect((await makeCertificates({ directory })).made).toEqual([]);
    expect(contents(directory)).toEqual(before);
  });

  it('keep private keys readable by the owner only, also when somebody loosened one', async () => {
    const directory = at('modes');
    await makeCertificates({ directory });
    chmodSync(join(directory, 'gateway.key'), 0o644);
    await makeCertificates({ directory });
    for (const name of readdirSync(directory).filter((file) => file.endsWith('.key'))) {
      expect([name, statSync(join(directory, name)).mode & 0o777]).toEqual([name, 0o600]);
    }
  });

  it('live at most 397 days and are renewed before they end, on the same keys', async () => {
    const directory = at('renewal');
    await makeCertificates({ directory });
    const before = contents(directory);
    for (const name of NAMES) {
      const { validFromDate, validToDate } = new X509Certificate(before[`${name}.pem`]!);
      expect(validToDate.getTime() - validFromDate.getTime()).toBeLessThanOrEqual(397 * DAY_MS);
    }
    expect((await makeCertificates({ directory, now: later(355) })).made).toEqual([]);
    expect((await makeCertificates({ directory, now: later(361) })).made).toEqual(NAMES.map((name) => `${name}.pem`));
    expect((await makeCertificates({ directory, now: later(671) })).made[0]).toBe('ca.pem');
    for (const name of ['ca', ...NAMES]) expect(read(directory, `${name}.key`)).toEqual(before[`${name}.key`]);
  });

  it('are made again when a file is damaged or belongs to another authority; a damaged key is named', async () => {
    const directory = at('damaged');
    await makeCertificates({ directory });
    await makeCertificates({ directory: at('other') });
    writeFileSync(join(directory, 'web-app.pem'), read(at('other'), 'web-app.pem'));
    truncateSync(join(directory, 'gateway.pem'), 100);
    expect((await makeCertificates({ directory })).made).toEqual(['gateway.pem', 'web-app.pem']);
    truncateSync(join(directory, 'gateway.key'), 100);
    await expect(makeCertificates({ directory })).rejects.toMatchObject({
      message: `${join(directory, 'gateway.key')} holds no private key. Delete it and a new one is made.`,
    });
  });

  it('take further host names, in the authority and in each server certificate', async () => {
    const directory = at('names');
    await makeCertificates({ directory });
    expect((await makeCertificates({ directory, hostnames: ['gatehouse.test'] })).made[0]).toBe('ca.pem');
    expect(new X509Certificate(read(directory, 'web-app.pem')).checkHost('gatehouse.test')).toBe('gatehouse.test');
    expect((await makeCertificates({ directory })).made).toEqual([]);
  });

  it('fit together when several starts make them at the same time', async () => {
    const directory = at('together');
    const script = join(import.meta.dirname, '../../../certs/make.ts');
    const start = () => run(process.execPath, [script, '--directory', directory]);
    await Promise.all([start(), start(), start(), start()]);
    expect(readdirSync(directory).toSorted()).toEqual(
      ['ca', ...NAMES].flatMap((name) => [`${name}.key`, `${name}.pem`]).toSorted(),
    );
    expect((await makeCertificates({ directory })).made).toEqual([]);
  });

  it('carry a TLS 1.3 handshake on localhost and loopback addresses, with the client certificate', async () => {
    const directory = at('handshake');
    await makeCertificates({ directory });
    const ca = read(directory, 'ca.pem');
    const pair = (name: string) => ({ cert: read(directory, `${name}.pem`), key: read(directory, `${name}.key`), ca });
    const server = createServer({ ...pair('gateway'), requestCert: true, rejectUnauthorized: true });
    server.listen(0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    for (const [host, servername] of [
      ['127.0.0.1', 'localhost'],
      ['127.0.0.1', 'gateway'],
      ['127.0.0.1', ''],
      ['::1', ''],
    ] as const) {
      const accepted = once(server, 'secureConnection') as Promise<[TLSSocket]>;
      const client = connect({ host, port, servername, ...pair('client') });
      await once(client, 'secureConnect');
      const [socket] = await accepted;
      expect(client.getProtocol()).toBe('TLSv1.3');
      expect(socket.authorized).toBe(true);
      expect(socket.getPeerCertificate().subject.CN).toBe(CLIENT_NAME);
      client.destroy();
      socket.destroy();
    }
    const stranger = connect({ host: '127.0.0.1', port, servername: 'web-app', ...pair('client') });
    const [refusal] = (await once(stranger, 'error')) as [NodeJS.ErrnoException];
    expect(refusal.code).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    server.close();
  });
});

skipUnless('openssl')('development certificates, seen by OpenSSL', () => {
  it('pass the strict checks of X.509 for their purpose and host', async () => {
    const directory = at('openssl');
    await makeCertificates({ directory });
    const verify = (name: string, ...options: string[]) =>
      run('openssl', ['verify', '-x509_strict', '-CAfile', 'ca.pem', ...options, `${name}.pem`], { cwd: directory });
    for (const name of SERVER_NAMES) {
      const { stdout } = await verify(name, '-purpose', 'sslserver', '-verify_hostname', 'localhost');
      expect(stdout).toBe(`${name}.pem: OK\n`);
      await expect(verify(name, '-purpose', 'sslclient')).rejects.toMatchObject({ code: 2 });
    }
    expect((await verify('client', '-purpose', 'sslclient')).stdout).toBe('client.pem: OK\n');
  });

  it('come from an authority that cannot certify a name outside this machine', async () => {
    const directory = at('constrained');
    await makeCertificates({ directory });
    const cwd = { cwd: directory };
    const request = ['req', '-new', '-key', 'gateway.key', '-subj', '/CN=x', '-out', 'x.csr'];
    await run('openssl', request, cwd);
    writeFileSync(join(directory, 'x.cnf'), 'subjectAltName=DNS:www.example.com\n');
    const sign = ['x509', '-req', '-in', 'x.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-extfile', 'x.cnf'];
    await run('openssl', [...sign, '-out', 'x.pem'], cwd);
    const refused = run('openssl', ['verify', '-CAfile', 'ca.pem', 'x.pem'], cwd);
    await expect(refused).rejects.toMatchObject({ stderr: expect.stringContaining('permitted subtree violation') });
  });
});
