import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { certificates } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { exportJWK, SignJWT } from 'jose';
import { postForm } from '../client.ts';
import { api, startServer, type TestServer } from '../server.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
let keys: Server;
let asked = 0;
let port: number;

beforeAll(async () => {
  const certs = await certificates();
  const tls = { cert: readFileSync(certs.certFile('web-app')), key: readFileSync(certs.keyFile('web-app')) };
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k', use: 'sig', alg: 'RS256' };
  keys = createServer(tls, (request, response) => {
    if (request.url === '/moved') response.writeHead(302, { location: '/jwks' }).end();
    else response.end(JSON.stringify({ keys: [jwk] }));
  });
  keys.on('connection', () => {
    asked += 1;
  });
  keys.listen(0, '127.0.0.1');
  await once(keys, 'listening');
  port = (keys.address() as AddressInfo).port;
});
afterAll(() => {
  keys?.close();
});

/** What the token endpoint says to a client that signs with the key behind `jwksUri`. */
async function answerTo(jwksUri: string, env: Record<string, string>) {
  const server: TestServer = await startServer({
    env,
    registry: ({ clients }) => {
      const client = clients.find(({ client_id: id }) => id === 'worker-jwt') as Record<string, unknown>;
      client['jwks_uri'] = jwksUri;
    },
  });
  try {
    const assertion = await new SignJWT()
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .setIssuer('worker-jwt')
      .setSubject('worker-jwt')
      .setAudience(server.issuer)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('1 min')
      .sign(privateKey);
    const { status, body, text } = await postForm(`${server.issuer}/token`, {
      grant_type: 'client_credentials',
      resource: api,
      scope: 'invoice_read',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    });
    return { status, error: body['error'], text, log: server.log.join('') };
  } finally {
    await server.stop();
  }
}

it('AS-19: keys behind a private jwks_uri are not asked for, in whatever spelling', async () => {
  for (const host of ['localhost', '127.0.0.1', '2130706433', '[::ffff:127.0.0.1]']) {
    const { status, error, text, log } = await answerTo(`https://${host}:${port}/jwks`, {});
    expect([host, status, error, asked]).toEqual([host, 401, 'invalid_client', 0]);
    expect(text).not.toMatch(/127\.0|public|localhost/u);
    expect(log).toContain('not_a_public_address');
  }
});

it('AS-19: GATEHOUSE_OUTBOUND_ALLOW lets an origin through, a redirect of it is not followed', async () => {
  const env = { GATEHOUSE_OUTBOUND_ALLOW: `https://localhost:${port}` };
  expect(await answerTo(`https://localhost:${port}/jwks`, env)).toMatchObject({ status: 200, error: undefined });
  expect(asked).toBe(1);
  expect(await answerTo(`https://localhost:${port}/moved`, env)).toMatchObject({ status: 401 });
  expect(asked).toBe(2);
});
