import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect } from 'node:tls';
import {
  certificates,
  eventually,
  type Program,
  startProgram,
  type TemporaryDirectory,
  type TestCertificates,
  temporaryDirectory,
} from '@gatehouse/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { send } from '../browser.ts';
import { basic } from '../client.ts';
import { serverEnvironment } from '../server.ts';

let directory: TemporaryDirectory;
let made: TestCertificates;
let env: Record<string, string>;
let program: Program | undefined;
beforeEach(async () => {
  [directory, made] = await Promise.all([temporaryDirectory(), certificates()]);
  const files = {
    GATEHOUSE_AUDIT_FILE: path.join(directory.path, 'audit.jsonl'),
    GATEHOUSE_TLS_CERT_FILE: path.join(directory.path, 'tls.pem'),
    GATEHOUSE_TLS_KEY_FILE: path.join(directory.path, 'tls.key'),
    GATEHOUSE_SMTP_URL_FILE: path.join(directory.path, 'smtp'),
  };
  env = { ...(await serverEnvironment(directory.path)), ...files };
  certify('authorization-server');
  writeFileSync(files.GATEHOUSE_SMTP_URL_FILE, 'smtp://127.0.0.1:1');
});
afterEach(async () => {
  if (program && !program.over()) await program.kill9();
  await directory.remove();
});

/** Puts the certificate of this program into the place of the server's. */
function certify(name: string): void {
  writeFileSync(`${env['GATEHOUSE_TLS_CERT_FILE']}`, readFileSync(made.certFile(name)));
  writeFileSync(`${env['GATEHOUSE_TLS_KEY_FILE']}`, readFileSync(made.keyFile(name)));
}

async function served(): Promise<string> {
  const socket = connect({ port: Number(env['GATEHOUSE_PORT']), host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { CN } = socket.getPeerCertificate().subject;
  socket.destroy();
  return String(CN);
}

async function serve(more: Record<string, string> = {}): Promise<Program> {
  const readyUrl = `http://127.0.0.1:${env['GATEHOUSE_MANAGEMENT_PORT']}/readyz`;
  program = await startProgram({ entry: 'apps/authorization-server/src/main.ts', env: { ...env, ...more }, readyUrl });
  return program;
}

async function token(): Promise<number> {
  const secret = readFileSync(path.join(directory.path, 'secrets/clients/worker'), 'utf8');
  const headers = {
    authorization: basic('worker', secret),
    'content-type': 'application/x-www-form-urlencoded',
    connection: 'close',
  };
  const body = 'grant_type=client_credentials&scope=invoice_read';
  return (await send('POST', `${env['GATEHOUSE_ISSUER']}/token`, headers, body)).status;
}

describe('F9: SIGHUP', () => {
  it('F9: the server goes on, with its certificate and its audit file anew, and names what needs a restart', async () => {
    const server = await serve();
    const audit = `${env['GATEHOUSE_AUDIT_FILE']}`;
    expect(await token()).toBe(200);
    await eventually(() => readFileSync(audit, 'utf8').includes('token'), { what: 'a record in the audit file' });
    const before = await served();

    renameSync(audit, `${audit}.1`);
    certify('gateway');
    writeFileSync(`${env['GATEHOUSE_SMTP_URL_FILE']}`, 'smtp://127.0.0.1:2');
    process.kill(server.pid, 'SIGHUP');
    const [line] = await server.printed(/.*they count after a restart.*/u);
    expect(JSON.parse(line)).toMatchObject({ level: 'warn', settings: ['GATEHOUSE_SMTP_URL'] });
    expect([before, await served()]).toEqual(['authorization-server', 'gateway']);
    // logrotate gives the new file to its reader at once.
    await eventually(() => readFileSync(audit, 'utf8') === '', { what: 'a new audit file' });
    const moved = readFileSync(`${audit}.1`, 'utf8');
    expect(await token()).toBe(200);
    await eventually(() => readFileSync(audit, 'utf8').includes('token'), { what: 'a record in the new file' });
    expect(readFileSync(`${audit}.1`, 'utf8')).toBe(moved);

    writeFileSync(`${env['GATEHOUSE_SMTP_URL_FILE']}`, 'nowhere');
    process.kill(server.pid, 'SIGHUP');
    await server.printed(/a restart would fail/u);
    expect(await token()).toBe(200);
    expect(server.stdout()).not.toMatch(/smtp:\/\/127/u);
    expect(await server.stop()).toBe(0);
  });

  it('F9: workers do the same, the settings are named once, and none of them ends', async () => {
    const server = await serve({ GATEHOUSE_WORKERS: '2' });
    await server.printed(/has all of its workers/u);
    certify('gateway');
    writeFileSync(`${env['GATEHOUSE_SMTP_URL_FILE']}`, 'smtp://127.0.0.1:2');
    process.kill(server.pid, 'SIGHUP');
    await server.printed(/they count after a restart/u);
    await server.printed(/TLS files were renewed[^]*TLS files were renewed/u);
    for (let round = 0; round < 4; round += 1) expect([await served(), await token()]).toEqual(['gateway', 200]);
    const metrics = await fetch(`http://127.0.0.1:${env['GATEHOUSE_MANAGEMENT_PORT']}/metrics`);
    const [, ends] = /^tls_certificate_expires_seconds\{[^}]*\} (\S+)$/mu.exec(await metrics.text()) ?? [];
    expect(Number(ends) * 1000).toBe(new X509Certificate(readFileSync(made.certFile('gateway'))).validToDate.getTime());
    expect(server.stdout()).not.toContain('another takes its place');
    expect(server.stdout().match(/they count after a restart/gu)).toHaveLength(1);
    expect(await server.stop()).toBe(0);
  });
});
