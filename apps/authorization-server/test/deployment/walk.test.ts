/** The way of an operator: every command of docs/deploy.md, typed in its order, and then what its user does. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import { rootDirectory, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AccountVisitor } from '../account.ts';
import { Browser, csrfOf, send } from '../browser.ts';
import type { TestServer } from '../server.ts';
import { type Machine, startMachine } from './machine.ts';

skipUnless(
  'nginx',
  'postgres',
  'pg_dump',
  'curl',
)('docs/deploy.md, typed from top to bottom', () => {
  let machine: Machine;
  let said: string;
  /** Statuses of requests that were sent while one instance after the other was restarted. */
  const duringUpgrade: number[] = [];

  beforeAll(async () => {
    machine = await startMachine();
    trustAuthorities(machine.caFile);
    const document = readFileSync(path.join(rootDirectory, 'docs/deploy.md'), 'utf8');
    const upgrade = new AbortController();
    let requests = Promise.resolve();
    const askOn = async (): Promise<void> => {
      while (!upgrade.signal.aborted) {
        // eslint-disable-next-line no-await-in-loop -- one after the other, as long as it takes
        duringUpgrade.push((await send('GET', `${machine.issuer}/.well-known/openid-configuration`)).status);
      }
    };
    said = await machine.type(document, (section) => {
      if (section === 9) requests = askOn();
      if (section === 10) upgrade.abort();
    });
    await requests;
  });
  afterAll(() => machine?.stop());

  const part = (section: number) => said.split(new RegExp(`^## ${section}$`, 'mu'))[1]?.split(/^## /mu)[0] ?? '';

  it('the settings are in order, and both instances answer through nginx', () => {
    expect(part(4)).toContain('the settings are in order');
    expect(part(5)).toContain(`"issuer":"${machine.issuer}"`);
    const log = readFileSync(path.join(machine.root, 'log/gatehouse.log'), 'utf8');
    expect(log).toMatch(/"GET \/\.well-known\/openid-configuration" 200/u);
  });

  it('the doctor finds nothing that does not work, and its mail arrived', async () => {
    expect(part(6)).not.toMatch(/FAULT/u);
    expect(part(6)).toContain(`ok       ${machine.issuer} answers, as applications reach it`);
    const mail = await machine.mail.mailTo('ops@example.com');
    expect(mail).toMatchObject({ from: { address: 'no-reply@example.com', name: 'Example' } });
  });

  it('the invited user chooses a password by the link of the mail, and signs in by e-mail through nginx', async () => {
    const { link } = await machine.mail.mailTo('nora@example.com');
    const token = new URL(link).searchParams.get('token') ?? '';
    expect(link.startsWith(`${machine.issuer}/account/invitation?`)).toBe(true);
    const browser = new Browser();
    const page = await browser.get(link);
    expect(page.status).toBe(200);
    const form = { csrf: csrfOf(page.body), token, new_password: 'a password that Nora chose' };
    expect((await browser.post(`${machine.issuer}/account/invitation`, form)).status).toBe(200);
    const server = { issuer: machine.issuer } as TestServer;
    const nora = new AccountVisitor(server, { login: 'nora@example.com', password: 'a password that Nora chose' });
    const account = await nora.open('/account/profile');
    expect([account.status, account.body]).toEqual([200, expect.stringContaining('nora@example.com')]);
    const log = readFileSync(path.join(machine.root, 'log/gatehouse.log'), 'utf8');
    expect(log).toMatch(/"GET \/account\/invitation" 200/u);
    expect(log).not.toContain(token);
  });

  it('a backup is for nobody else, and opens with its keys', () => {
    for (const name of ['gatehouse.dump', 'encryption-keys']) {
      expect([name, statSync(path.join(machine.root, 'work', name)).mode & 0o077]).toEqual([name, 0]);
    }
    expect(part(8)).toContain('ok       secrets can be opened');
  });

  it('an upgrade, one instance after the other, refuses no request', () => {
    expect(duringUpgrade.length).toBeGreaterThan(5);
    expect(new Set(duringUpgrade)).toEqual(new Set([200]));
  });

  it('the way back ends with both instances ready on what the backup holds', () => {
    expect(part(10).match(/"status":"ready"/gu)).toHaveLength(2);
    expect(part(10)).toContain('revoked: everything issued before now');
  });

  it('a request for another host is told what came, through nginx too', async () => {
    const answer = await send('GET', machine.issuer, { host: 'other.example' });
    expect(answer.status).toBe(421);
    expect(JSON.parse(answer.body)).toMatchObject({
      error_description: expect.stringMatching(/X-Forwarded-Host is "other\.example"; expected: localhost:\d+\.$/u),
    });
  });

  skipUnless('caddy')('Caddy in the place of nginx, with the file of deploy/', () => {
    it('Nora signs in, and what a caller says of itself ends there', async () => {
      await machine.changeToCaddy();
      const server = { issuer: machine.issuer } as TestServer;
      const nora = new AccountVisitor(server, { login: 'nora@example.com', password: 'a password that Nora chose' });
      expect((await nora.open('/account/profile')).status).toBe(200);
      const claims = {
        'x-forwarded-host': 'other.example',
        'x-forwarded-proto': 'http',
        forwarded: 'host=other.example',
      };
      const discovery = await send('GET', `${machine.issuer}/.well-known/openid-configuration`, claims);
      expect([discovery.status, JSON.parse(discovery.body)]).toMatchObject([200, { issuer: machine.issuer }]);
    });
  });
});
