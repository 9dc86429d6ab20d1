import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { text } from 'node:stream/consumers';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { expectWithin, ownCertificates, type TestCertificates } from '@gatehouse/testkit';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createCertificate } from './foreign-certificate.ts';
import { type Running, send, startService } from './running-service.ts';

let made: TestCertificates;
let ca: string;
beforeAll(async () => {
  made = await ownCertificates();
  ca = readFileSync(made.caFile, 'utf8');
});

function withTls(clientCaFile?: string): Parameters<typeof startService>[0] {
  return {
    tls: {
      certFile: made.certFile('authorization-server'),
      keyFile: made.keyFile('authorization-server'),
      clientCaFile,
    },
    mount: (app) =>
      void app.get('/who', (request, response) => {
        const socket = request.socket as TLSSocket;
        const { subject } = socket.getPeerCertificate() as { subject?: { CN?: string } };
        response.json({ authorized: socket.authorized, name: subject?.CN ?? null, secure: request.secure });
      }),
  };
}

async function handshake(server: Running, options: ConnectionOptions): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: server.port, servername: 'localhost', ca, ...options });
  try {
    await once(socket, 'secureConnect');
    return `${socket.getProtocol() ?? ''} ${socket.getCipher().name}`;
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  } finally {
    socket.destroy();
  }
}

/** Without forward secrecy or without authenticated encryption, for either kind of certificate. */
const WEAK_CIPHERS = [
  'AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-SHA256',
  'ECDHE-RSA-AES128-SHA',
  'ECDHE-ECDSA-AES128-SHA256',
  'ECDHE-ECDSA-AES128-SHA',
];

describe('TLS', () => {
  it('says where to go to whoever speaks plain HTTP, and reads nothing of it', async () => {
    const server = await startService({ ...withTls(), publicOrigin: 'https://id.example' });
    for (const request of ['GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n', 'POST /x HTTP/1.0\r\n\r\n']) {
      const socket = connectTcp(server.port, '127.0.0.1');
      socket.end(request);
      const answer = await text(socket);
      expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/u);
      expect(answer).toContain('\r\n\r\nThis port speaks HTTPS: use https://id.example/ in place of http://.\n');
      expect(answer).not.toContain('evil');
    }
    const noise = connectTcp(server.port, '127.0.0.1');
    noise.end('\u0000\u0001 what is this\r\n\r\n');
    noise.on('error', () => undefined);
    expect(await text(noise).catch(() => '')).not.toContain('HTTP');
    expect((await send(server, '/who', { ca })).status).toBe(200);
  });

  it('serves with the certificate of its files', async () => {
    const server = await startService(withTls());
    expect(await send(server, '/who', { ca })).toMatchObject({
      status: 200,
      body: '{"authorized":false,"name":null,"secure":true}',
    });
    await expect(send(server, '/who', { ca: '' })).rejects.toMatchObject({
      code: expect.stringMatching(/SELF_SIGNED|UNABLE_TO/u),
    });
    expect(server.service.url).toBe(`https://127.0.0.1:${server.port}`);
  });

  it('prefers TLS 1.3, takes 1.2 with forward secrecy, and nothing older or weaker', async () => {
    const server = await startService(withTls());
    expect(await handshake(server, {})).toBe('TLSv1.3 TLS_AES_256_GCM_SHA384');
    expect(await handshake(server, { maxVersion: 'TLSv1.2' })).toMatch(/^TLSv1\.2 ECDHE-.*-GCM-/u);
    expect(
      await handshake(server, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
    ).toMatch(/PROTOCOL_VERSION/u);
    for (const ciphers of WEAK_CIPHERS) {
      expect([ciphers, await handshake(server, { maxVersion: 'TLSv1.2', ciphers: `${ciphers}@SECLEVEL=0` })]).toEqual([
        ciphers,
        expect.stringMatching(/HANDSHAKE_FAILURE/u),
      ]);
    }
  });

  it('asks for a client certificate when it has authorities for them, and leaves the decision to the program', async () => {
    const server = await startService(withTls(made.caFile));
    const who = async (options: { cert?: string; key?: string }) =>
      JSON.parse((await send(server, '/who', { ca, ...options })).body) as unknown;
    const client = {
      cert: readFileSync(made.certFile('client'), 'utf8'),
      key: readFileSync(made.keyFile('client'), 'utf8'),
    };
    expect(await who(client)).toEqual({ authorized: true, name: 'worker-mtls', secure: true });
    expect(await who({})).toEqual({ authorized: false, name: null, secure: true });
    expect(await who(await createCertificate('worker-mtls'))).toEqual({
      authorized: false,
      name: 'worker-mtls',
      secure: true,
    });
  });

  it('asks for none when it has no authorities for them', async () => {
    const server = await startService(withTls());
    const client = {
      cert: readFileSync(made.certFile('client'), 'utf8'),
      key: readFileSync(made.keyFile('client'), 'utf8'),
    };
    expect(JSON.parse((await send(server, '/who', { ca, ...client })).body)).toMatchObject({
      authorized: false,
      name: null,
    });
  });

  it('OPS-13: a handshake that does not go on is cut, and does not hold up a stop', async () => {
    const server = await startService({ ...withTls(), requestLimits: { tlsHandshakeTimeoutMs: 300 } });
    const socket = connectTcp({ host: '127.0.0.1', port: server.port });
    socket.on('error', () => undefined);
    const began = performance.now();
    await once(socket, 'close');
    expectWithin(performance.now() - began, 1500);

    const patient = await startService(withTls());
    const waiting = connectTcp({ host: '127.0.0.1', port: patient.port });
    waiting.on('error', () => undefined);
    await once(waiting, 'connect');
    const closed = once(waiting, 'close');
    const stopped = performance.now();
    await patient.service.stop();
    await closed;
    expectWithin(performance.now() - stopped, 1900);
  });

  it('is not upset by plain HTTP on the TLS port', async () => {
    const server = await startService(withTls());
    const plain = await send({ origin: server.origin, url: server.url.replace('https', 'http') }, '/who');
    expect([plain.status, plain.body]).toEqual([
      400,
      `This port speaks HTTPS: use ${server.origin}/ in place of http://.\n`,
    ]);
    expect((await send(server, '/who', { ca })).status).toBe(200);
  });
});
