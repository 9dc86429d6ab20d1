import { once } from 'node:events';
import { mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { eventually, type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TlsFiles } from '../src/index.ts';
import { createCertificate } from './foreign-certificate.ts';
import { manage, type Running, send, startService } from './running-service.ts';

const HOUR_MS = 3_600_000;
const REFUSED = /the TLS files that changed are refused/gu;

type Pair = Awaited<ReturnType<typeof createCertificate>>;

let folder: TemporaryDirectory;
let files: TlsFiles;
let old: Pair;
let renewed: Pair;
beforeEach(async () => {
  folder = await temporaryDirectory();
  files = { certFile: join(folder.path, 'tls.pem'), keyFile: join(folder.path, 'tls.key') };
  [old, renewed] = await Promise.all([createCertificate('old'), createCertificate('renewed')]);
  write(old);
});
afterEach(() => folder.remove());

function write({ cert, key }: Partial<Pair>): void {
  if (cert !== undefined) writeFileSync(files.certFile, cert);
  if (key !== undefined) writeFileSync(files.keyFile, key);
}

function serve(tls: TlsFiles = files): Promise<Running> {
  return startService({
    tls,
    mount: (app) =>
      void app.get('/who', ({ socket }, response) => void response.json((socket as TLSSocket).authorized)),
  });
}

/** The name in the certificate of a new handshake. */
async function servedBy({ port }: Running, options: ConnectionOptions = {}): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options });
  await once(socket, 'secureConnect');
  const name = String(socket.getPeerCertificate().subject.CN);
  socket.destroy();
  return name;
}

const serves = (server: Running, name: string) =>
  eventually(async () => (await servedBy(server)) === name, { what: `the certificate ${name}` });
const says = (server: Running, what: RegExp) =>
  eventually(() => what.exec(server.log()), { what: `a line like ${String(what)}` });
const authorized = async (server: Running, client: Pair) =>
  (await send(server, '/who', { ...client, rejectUnauthorized: false })).body;

describe('F9: a certificate that is renewed on disk', () => {
  it.each<[string, () => void]>([
    ['written over', () => write(renewed)],
    [
      'renamed into their places',
      () => {
        writeFileSync(`${files.certFile}.new`, renewed.cert);
        writeFileSync(`${files.keyFile}.new`, renewed.key);
        renameSync(`${files.keyFile}.new`, files.keyFile);
        renameSync(`${files.certFile}.new`, files.certFile);
      },
    ],
    [
      'deleted and made again',
      () => {
        rmSync(files.certFile);
        rmSync(files.keyFile);
        write(renewed);
      },
    ],
  ])('F9: files that are %s are served from the next handshake on', async (_, replace) => {
    const server = await serve();
    expect(await servedBy(server)).toBe('old');
    replace();
    await serves(server, 'renewed');
    expect(server.log().match(/TLS files were renewed/gu)).toHaveLength(1);
    expect(server.log()).not.toMatch(REFUSED);
    expect(await servedBy(server, { maxVersion: 'TLSv1.2' })).toBe('renewed');
    await expect(servedBy(server, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' })).rejects.toThrow();
  });

  it('F9: a link of a folder that is swapped, as Kubernetes does, is followed', async () => {
    const versions = { first: old, second: renewed };
    for (const [version, { cert, key }] of Object.entries(versions)) {
      mkdirSync(join(folder.path, version));
      writeFileSync(join(folder.path, version, 'tls.crt'), cert);
      writeFileSync(join(folder.path, version, 'tls.key'), key);
    }
    symlinkSync('first', join(folder.path, '..data'));
    for (const name of ['tls.crt', 'tls.key'])
      symlinkSync(join('..data', name), join(folder.path, name === 'tls.crt' ? name : 'linked.key'));
    const server = await serve({ certFile: join(folder.path, 'tls.crt'), keyFile: join(folder.path, 'linked.key') });
    expect(await servedBy(server)).toBe('old');
    symlinkSync('second', join(folder.path, '..data_tmp'));
    renameSync(join(folder.path, '..data_tmp'), join(folder.path, '..data'));
    rmSync(join(folder.path, 'first'), { recursive: true });
    await serves(server, 'renewed');
  });

  it('F9: when the certificate comes long before its key, the old pair is served until both are there', async () => {
    const server = await serve();
    write({ cert: renewed.cert });
    const [line] = await says(server, /.*are refused.*/u);
    expect(JSON.parse(line)).toMatchObject({
      level: 'error',
      fault: `The TLS key ${files.keyFile} does not belong to the certificate ${files.certFile}.`,
    });
    expect(await servedBy(server)).toBe('old');
    write({ key: renewed.key });
    await serves(server, 'renewed');
    expect(server.log().match(REFUSED)).toHaveLength(1);
  });

  it('F9: a connection that was kept, and a session that is taken up again, end no handshake', async () => {
    const server = await serve();
    const kept = connect({ host: '127.0.0.1', port: server.port, rejectUnauthorized: false });
    const [session] = (await once(kept, 'session')) as [Buffer];
    write(renewed);
    await serves(server, 'renewed');
    kept.end(`GET /who HTTP/1.1\r\nHost: localhost:${server.port}\r\nConnection: close\r\n\r\n`);
    const [answer] = (await once(kept, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200/u);
    expect(await servedBy(server, { session })).toBe('renewed');
  });

  it.each<[string, () => void, RegExp]>([
    ['no certificate', () => write({ cert: 'renewed' }), /is not a certificate/u],
    ['an empty certificate', () => truncateSync(files.certFile), /is not a certificate/u],
    ['an empty key', () => truncateSync(files.keyFile), /is not a private key/u],
    ['no certificate file', () => rmSync(files.certFile), /it does not exist/u],
    ['no key file', () => rmSync(files.keyFile), /it does not exist/u],
    [
      'a chain that is cut off',
      () => write({ ...renewed, cert: renewed.cert + old.cert.slice(0, 300) }),
      /is cut off/u,
    ],
    [
      'a folder',
      () => {
        rmSync(files.certFile);
        mkdirSync(files.certFile);
      },
      /is no regular file/u,
    ],
  ])('F9: %s is refused with one line, and a good pair is taken after it', async (_, spoil, fault) => {
    const server = await serve();
    spoil();
    await says(server, REFUSED);
    expect(server.log()).toMatch(fault);
    // Asked for by an operator, it is said again.
    await server.service.reload();
    expect(server.log().match(REFUSED)).toHaveLength(2);
    expect(await servedBy(server)).toBe('old');
    rmSync(files.certFile, { recursive: true, force: true });
    write(renewed);
    await serves(server, 'renewed');
    expect(server.log().match(/TLS files were renewed/gu)).toHaveLength(1);
  });

  it('F9: what is refused is not said again at each look, and the old files put back are no renewal', async () => {
    const server = await serve();
    write({ key: renewed.key });
    await says(server, REFUSED);
    write({ cert: 'another fault' });
    await says(server, /is not a certificate/u);
    write(old);
    await says(server, /hold again what is served/u);
    expect(server.log().match(REFUSED)).toHaveLength(2);
    expect(server.log()).not.toContain('were renewed');
  });

  it('F9: a pair that is over, or has not begun, does not replace one that is valid, and is said', async () => {
    const server = await serve();
    write(
      await createCertificate('over', {
        notBefore: new Date(Date.now() - 2 * HOUR_MS),
        notAfter: new Date(Date.now() - HOUR_MS),
      }),
    );
    await says(server, REFUSED);
    expect(server.log()).toMatch(/The TLS certificate \S+ expired on \d{4}-/u);
    write(await createCertificate('early', { notBefore: new Date(Date.now() + HOUR_MS / 2) }));
    await says(server, /is not valid before \d{4}-/u);
    expect(await servedBy(server)).toBe('old');
  });

  it('F9: a server that starts with a pair that is over says so, and takes any that follows', async () => {
    write(
      await createCertificate('over', {
        notBefore: new Date(Date.now() - 2 * HOUR_MS),
        notAfter: new Date(Date.now() - HOUR_MS),
      }),
    );
    const server = await serve();
    expect(server.log()).toMatch(/"level":"error".*is not valid at this time/u);
    write(renewed);
    await serves(server, 'renewed');
  });

  it('F9: /metrics tells when the certificate that is served ends', async () => {
    const ends = Math.floor(Date.now() / 1000) + 4000;
    const server = await serve();
    write(await createCertificate('later', { notAfter: new Date(ends * 1000) }));
    await serves(server, 'later');
    expect((await manage(server, '/metrics')).body).toContain(
      `tls_certificate_expires_seconds{program="tester"} ${ends}\n`,
    );
  });

  it('F9: reload reads the files at once', async () => {
    const server = await serve();
    write(renewed);
    await server.service.reload();
    expect(await servedBy(server)).toBe('renewed');
  });
});

describe('F9: authorities of client certificates that are replaced on disk', () => {
  it('F9: the new ones count from the next handshake on, the old ones no more, in a session taken up again neither', async () => {
    const [clientA, clientB] = await Promise.all([createCertificate('a'), createCertificate('b')]);
    const clientCaFile = join(folder.path, 'clients.pem');
    writeFileSync(clientCaFile, clientA.cert);
    const server = await serve({ ...files, clientCaFile });
    expect([await authorized(server, clientA), await authorized(server, clientB)]).toEqual(['true', 'false']);
    const first = connect({ host: '127.0.0.1', port: server.port, rejectUnauthorized: false, ...clientA });
    const [session] = (await once(first, 'session')) as [Buffer];
    first.destroy();

    writeFileSync(clientCaFile, clientB.cert);
    await eventually(async () => (await authorized(server, clientB)) === 'true');
    expect(await authorized(server, clientA)).toBe('false');
    const again = await send(server, '/who', { ...clientA, rejectUnauthorized: false, session } as Parameters<
      typeof send
    >[2]);
    expect(again.body).toBe('false');

    writeFileSync(clientCaFile, 'nothing');
    await says(server, /holds no certificate in PEM form/u);
    expect([await authorized(server, clientA), await authorized(server, clientB)]).toEqual(['false', 'true']);
  });
});
