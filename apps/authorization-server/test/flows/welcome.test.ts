import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadSettings, SettingsError } from '@gatehouse/config';
import { eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { isOnThisMachine, welcome } from '../../src/browser/welcome.ts';
import { settingsDefinition } from '../../src/settings.ts';
import { development } from '../../src/settings-views.ts';
import { AccountVisitor } from '../account.ts';
import { Browser, csrfOf } from '../browser.ts';
import { startServer, type TestServer } from '../server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ env: { GATEHOUSE_SERVICES: 'Resource server=https://localhost:3001' } });
});
afterAll(() => server?.stop());

/** What is wrong with the list of services. */
const faults = (env: Record<string, string>) => {
  try {
    loadSettings(settingsDefinition, { argv: [], env });
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.faults.filter(({ name }) => name === 'GATEHOUSE_SERVICES').map(({ message }) => message);
  }
};

const open = (at = '/') => new Browser().get(`${server.issuer}${at}`);

describe('the address of a server in development', () => {
  it('shows services, applications and demo users with the passwords of this machine', async () => {
    const { status, body, headers } = await open();
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(headers['content-security-policy']).toContain("script-src 'self'");
    for (const href of ['https://localhost:3001', 'https://localhost:3003', '/account', '/development/mail']) {
      expect(body).toContain(`<a href="${href}"`);
    }
    const password = await readFile(path.join(server.directory, 'secrets/users/alice'), 'utf8');
    expect(body).toContain(`<code data-password>${password}</code>`);
    expect(body).toMatch(/data-user="dave".*disabled/u);
    expect(body).not.toContain('acme.example');
  });

  it('shows no password that its user has changed', async () => {
    const bob = await server.person('bob');
    await new AccountVisitor(server, bob).send('/account/password', {
      password: bob.password,
      new_password: 'another password for bob',
    });
    const { body } = await open();
    expect(body).not.toContain(bob.password);
    expect(body).toMatch(/data-user="bob".*has another password now/u);
  });

  it('keeps passwords from other machines, and from servers that have a name in the world', () => {
    expect(isOnThisMachine('https://localhost:3000', '127.0.0.1')).toBe(true);
    expect(isOnThisMachine('https://localhost:3000', '::1')).toBe(true);
    expect(isOnThisMachine('https://localhost:3000', '192.0.2.7')).toBe(false);
    expect(isOnThisMachine('https://id.example.com', '127.0.0.1')).toBe(false);
  });

  it.each([
    ['https://localhost:3000', true],
    ['https://id.example.com', false],
  ])('under %s the page holds passwords: %s', async (issuer, holds) => {
    const app = express().use((_request, response, next) => {
      response.set('content-security-policy', "default-src 'none'");
      next();
    });
    const { storage } = server.server;
    app.get('/', welcome({ issuer, storage, development: development(server.settings), mailboxHref: undefined }));
    const { text } = await request(app).get('/').expect(200);
    expect(text.includes(await readFile(path.join(server.directory, 'secrets/users/alice'), 'utf8'))).toBe(holds);
  });
});

describe('the address of a server in production', () => {
  it('knows nothing of demo users, by the mode alone', () => {
    expect(development(server.settings)?.stateDirectory).toBe(server.directory);
    expect(development({ ...server.settings, mode: 'production' })).toBeUndefined();
  });

  it('leads to the account', () => {
    const led: unknown[] = [];
    const storage = server.server.storage;
    const handler = welcome({ issuer: server.issuer, storage, development: undefined, mailboxHref: undefined });
    handler({} as never, { redirect: (...to: unknown[]) => led.push(to) } as never, () => undefined);
    expect(led).toEqual([[302, '/account']]);
  });

  it('is told of no services beside it', () => {
    const services = { GATEHOUSE_SERVICES: 'API=https://localhost:3001' };
    expect(faults({ ...services, GATEHOUSE_MODE: 'production' })).toEqual(['is for development only']);
    expect(faults({ GATEHOUSE_SERVICES: 'https://localhost:3001' })).toEqual([
      'must be NAME=ADDRESS, such as API=https://localhost:3001, not https://localhost:3001',
    ]);
    expect(faults(services)).toEqual([]);
  });
});

describe('the mailbox of a server in development', () => {
  it('AS-17: shows a mail in a frame of its own, where nothing but its links can act', async () => {
    const browser = new Browser();
    const asked = await browser.get(`${server.issuer}/account/recover`);
    await browser.post(`${server.issuer}/account/recover`, { csrf: csrfOf(asked.body), login: 'alice' });
    const { body, headers } = await eventually(async () => {
      const answer = await open('/development/mail');
      return answer.body.includes('data-mail') ? answer : undefined;
    });
    expect(headers['content-security-policy']).toContain("frame-src 'self'");
    expect(body).toContain('from <bdi>Gatehouse &lt;no-reply@localhost&gt;</bdi>');
    const [, frame = ''] = /<iframe class="mail" src="([^"]+)"/u.exec(body) ?? [];
    const mail = await open(frame);
    expect(mail.headers['content-security-policy']).toBe(
      "default-src 'none';style-src 'unsafe-inline';img-src data:;frame-ancestors 'self';sandbox allow-same-origin allow-top-navigation-by-user-activation",
    );
    expect(mail.headers['x-frame-options']).toBe('SAMEORIGIN');
    expect(mail.body).toContain('<head><base target="_top">');
    expect((await open('/development/mail/99')).status).toBe(404);
  });
});

describe('the mailbox of a server in production', () => {
  it('is not there, and no page leads to it', async () => {
    await server.restart({ mode: 'production', registryFile: [] });
    for (const at of ['/development/mail', '/account/recover']) {
      const { status, body } = await open(at);
      expect([at, status, body.includes('href="/development/mail"')]).toEqual([at, 404, false]);
    }
  });
});
