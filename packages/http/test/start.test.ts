import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  certificates,
  freePort,
  runProgram,
  type TemporaryDirectory,
  type TestCertificates,
  temporaryDirectory,
} from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ServiceOptions } from '../src/index.ts';
import { ListenError } from '../src/listen-error.ts';
import { startService } from './running-service.ts';

let made: TestCertificates;
let directory: TemporaryDirectory;
beforeAll(async () => {
  made = await certificates();
  directory = await temporaryDirectory();
});
afterAll(() => directory.remove());

async function messageOf(options: Partial<ServiceOptions>): Promise<string> {
  try {
    await startService(options);
  } catch (error) {
    if (error instanceof ListenError) return error.message;
    throw error;
  }
  throw new Error('it started');
}

describe('OPS-15: what keeps a service from starting', () => {
  it('OPS-15: an occupied port, a foreign address and their like give one line that says what to do', async () => {
    const server = await startService();
    const taken = `Port ${server.port} on 127.0.0.1 is taken. Stop the process that holds it, or choose another port.`;
    expect(await messageOf({ port: server.port })).toBe(taken);
    expect(await messageOf({ host: '203.0.113.1' })).toBe('203.0.113.1 is not an address of this machine.');
    const management = { host: '127.0.0.1', port: Number(new URL(server.service.managementUrl).port) };
    expect(await messageOf({ management })).toContain(`Port ${management.port} on 127.0.0.1 is taken.`);
  });

  it('OPS-15: when the public port is taken, the management port is given back', async () => {
    const server = await startService();
    const management = { host: '127.0.0.1', port: await freePort() };
    await messageOf({ port: server.port, management });
    await startService({ management });
  });

  it('OPS-15: TLS files that are missing, no PEM or do not belong together are named', async () => {
    const certFile = made.certFile('authorization-server');
    const keyFile = made.keyFile('authorization-server');
    const garbage = join(directory.path, 'garbage.pem');
    writeFileSync(garbage, 'not a certificate');
    const missing = join(directory.path, 'missing.pem');
    const other = made.keyFile('resource-server');
    expect(await messageOf({ tls: { certFile, keyFile: missing } })).toBe(
      `Cannot read the TLS key ${missing}: it does not exist.`,
    );
    expect(await messageOf({ tls: { certFile: directory.path, keyFile } })).toBe(
      `Cannot read the TLS certificate ${directory.path}: it is a directory.`,
    );
    expect(await messageOf({ tls: { certFile: garbage, keyFile } })).toBe(
      `The TLS certificate ${garbage} is not a certificate in PEM form.`,
    );
    expect(await messageOf({ tls: { certFile, keyFile: garbage } })).toBe(
      `The TLS key ${garbage} is not a private key in PEM form without a passphrase.`,
    );
    expect(await messageOf({ tls: { certFile, keyFile: other } })).toBe(
      `The TLS key ${other} does not belong to the certificate ${certFile}.`,
    );
    expect(await messageOf({ tls: { certFile, keyFile, clientCaFile: garbage } })).toBe(
      `${garbage} holds no certificate in PEM form.`,
    );
  });
});

/** Runs in a process of its own, because it changes whom the whole process trusts. */
function fetchIn(caFile: string, url: string): ReturnType<typeof runProgram> {
  return runProgram({ entry: 'packages/http/test/fetch-program.ts', args: [caFile, url] });
}

describe('trustAuthorities', () => {
  it('lets fetch trust the authorities in the file, beside the usual ones', async () => {
    const server = await startService({
      tls: { certFile: made.certFile('authorization-server'), keyFile: made.keyFile('authorization-server') },
    });
    const url = `https://localhost:${server.port}/`;
    expect(await fetchIn(made.caFile, url)).toMatchObject({ code: 0, stdout: '404 usual authorities kept\n' });
    expect((await fetchIn('none', url)).stdout).toMatch(/^(?:UNABLE_TO|SELF_SIGNED)/u);
  });

  it('OPS-15: names a file that is missing or holds no certificate', async () => {
    const empty = join(directory.path, 'empty.pem');
    writeFileSync(empty, '');
    const broken = join(directory.path, 'broken.pem');
    writeFileSync(broken, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    expect((await fetchIn('/nowhere/ca.pem', 'https://x')).stdout).toBe(
      'Cannot read the certificate authorities in /nowhere/ca.pem: it does not exist.\n',
    );
    expect((await fetchIn(empty, 'https://x')).stdout).toBe(`${empty} holds no certificate; it must be a PEM file.\n`);
    expect((await fetchIn(broken, 'https://x')).stdout).toBe(`${broken} holds a certificate that cannot be read.\n`);
  });
});
