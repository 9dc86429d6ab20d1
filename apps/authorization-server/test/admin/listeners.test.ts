/** Where the admin API is served: on the public listener, on one of its own, or nowhere, as in production unless told otherwise. */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { loadSettings } from '@gatehouse/config';
import { freePort, type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type Settings, settingsDefinition } from '../../src/settings.ts';
import { adminPlace } from '../../src/settings-views.ts';
import { AdminVisitor, signInAdmin } from '../admin-token.ts';
import { send } from '../browser.ts';
import { serverEnvironment, startServer } from '../server.ts';

const documents = ['/admin/v1', '/admin/v1/', '/admin/v1/openapi.json', '/admin/v1/problems'];
const paths = ['/admin', '/admin/', ...documents, '/admin/v1/clients', '/ADMIN/v1/clients'];

let directory: TemporaryDirectory | undefined;
afterAll(() => directory?.remove());

describe('ADM-03 listeners of the admin API', () => {
  it('public: what the API says of itself needs no token, and everything else does', async () => {
    const server = await startServer();
    try {
      for (const one of documents) {
        const { status, headers } = await send('GET', `${server.issuer}${one}`);
        expect([one, status, headers['content-security-policy']]).toEqual([
          one,
          200,
          expect.stringContaining("default-src 'none'"),
        ]);
        expect(headers['content-security-policy']).not.toContain('script-src');
        expect((await send('POST', `${server.issuer}${one}`)).status).toBe(401);
      }
      const { body: page } = await send('GET', `${server.issuer}/admin/v1/`);
      const [, stylesheet = ''] = /<link rel="stylesheet" href="([^"]+)">/u.exec(page) ?? [];
      expect((await send('GET', server.issuer + stylesheet)).headers).toMatchObject({
        'content-type': 'text/css; charset=utf-8',
        'cache-control': expect.stringContaining('immutable'),
      });
      expect((await send('GET', `${server.issuer}/admin/v1/clients`)).status).toBe(401);
      expect((await send('GET', `${server.issuer}/admin/v1/assets/other.css`)).status).toBe(401);
    } finally {
      await server.stop();
    }
  });

  it('off: everything below /admin is as unknown as any other path', async () => {
    const server = await startServer({ env: { GATEHOUSE_ADMIN_API: 'off' } });
    try {
      const shown = async (one: string) => {
        const { status, body, headers } = await send('GET', `${server.issuer}${one}`);
        return { status, body: body.replaceAll(/[\w-]{36}/gu, ''), type: headers['content-type'] };
      };
      const unknown = await shown('/nothing-is-here');
      expect(unknown.status).toBe(404);
      for (const one of paths) expect(await shown(one)).toEqual(unknown);
    } finally {
      await server.stop();
    }
  });

  it('management: on a listener of its own with TLS, whose origin proofs name; the public one knows nothing of it', async () => {
    const port = await freePort();
    const origin = `https://localhost:${port}`;
    const server = await startServer({
      env: { GATEHOUSE_ADMIN_API: 'management', GATEHOUSE_ADMIN_PORT: String(port) },
    });
    try {
      for (const one of paths) expect((await send('GET', `${server.issuer}${one}`)).status).toBe(404);
      const { token, key } = await signInAdmin(server);
      expect((await new AdminVisitor(server.issuer, token, key, origin).call('GET', '/clients?limit=1')).status).toBe(
        200,
      );
      const { authorization, dpop } = await new AdminVisitor(server.issuer, token, key).headers('GET', '/clients');
      expect((await send('GET', `${origin}/admin/v1/clients`, { authorization, dpop })).status).toBe(401);
      for (const one of documents) expect((await send('GET', `${origin}${one}`)).status).toBe(200);
      const { body } = await send('GET', `${origin}/admin/v1/openapi.json`);
      expect(JSON.parse(body)).toMatchObject({ servers: [{ url: `${origin}/admin/v1` }] });
      // Nothing else is served there.
      for (const one of ['/auth', '/token', '/jwks', '/account']) {
        expect((await send('GET', `${origin}${one}`)).status).toBe(404);
      }
      expect((await send('GET', `${origin}/admin/v1/clients`, { host: 'evil.example' })).status).toBe(421);
    } finally {
      await server.stop();
    }
  });

  it('production: nowhere unless told to', async () => {
    const registry = path.join((directory ??= await temporaryDirectory()).path, 'registry.json');
    await writeFile(registry, '{}');
    const production = {
      GATEHOUSE_MODE: 'production',
      GATEHOUSE_REGISTRY_FILE: registry,
      // As behind a proxy that ends TLS.
      GATEHOUSE_TLS: 'false',
      GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1',
      GATEHOUSE_ENCRYPTION_KEYS: randomBytes(32).toString('base64url'),
    };
    const server = await startServer({ env: production });
    try {
      const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.1' };
      const statusOf = (one: string) =>
        new Promise<number | undefined>((resolve, reject) => {
          const url = server.issuer.replace('https:', 'http:') + one;
          const outgoing = request(url, { headers: forwarded, agent: false }, (response) => {
            response.resume();
            resolve(response.statusCode);
          });
          outgoing.on('error', reject).end();
        });
      expect(await statusOf('/.well-known/openid-configuration')).toBe(200);
      for (const one of [...paths, '/.well-known/oauth-protected-resource/admin/v1']) {
        expect([one, await statusOf(one)]).toEqual([one, 404]);
      }
    } finally {
      await server.stop();
    }
    const env = { ...(await serverEnvironment(directory.path)), ...production };
    const load = (more: object): Settings => loadSettings(settingsDefinition, { argv: [], env: { ...env, ...more } });
    expect(adminPlace(load({ GATEHOUSE_ADMIN_API: 'public' }))).toBe('public');
    expect(() => load({ GATEHOUSE_ADMIN_URL: 'http://admin.internal' })).toThrow('must be https in production');
    expect(() => load({ GATEHOUSE_ADMIN_URL: 'https://admin.internal/x' })).toThrow('must be an origin alone');
  });
});
