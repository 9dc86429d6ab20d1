import { type AddressInfo, createConnection } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express, { type Express } from 'express';
import request from 'supertest';
import { createResourceServer, type ExpressResourceServer } from '../src/express.ts';
import { createTestIssuer, type TestIssuer } from '../src/testing.ts';

const resource = 'https://api.example.com';
let issuer: TestIssuer;
let api: ExpressResourceServer;
let app: Express;

beforeAll(async () => {
  issuer = await createTestIssuer({ audience: resource });
  api = createResourceServer({ resource, issuers: issuer.issuer });
  app = express();
  app.use(express.urlencoded({ extended: false }), express.json());
  app.all('/', api.requireAuth(), (_req, res) => {
    res.json({});
  });
});

afterAll(async () => {
  api.close();
  await issuer.close();
});

async function get(path: string, token?: string): Promise<{ status: number; code: string | undefined }> {
  const sent = request(app).get(path);
  const { status, body } = await (token === undefined ? sent : sent.set('authorization', `Bearer ${token}`));
  return { status, code: (body as { code?: string }).code };
}

describe('where a token may be', () => {
  it('RS-03: not in the query, however it is written, alone or beside a header', async () => {
    const token = await issuer.issueToken();
    for (const query of [
      'access_token=x',
      'a=1&access_token=x',
      'access%5Ftoken=x',
      '%61ccess_token=',
      'access_token',
    ]) {
      expect(await get(`/?${query}`)).toMatchObject({ status: 400, code: 'token_in_query' });
      expect(await get(`/?${query}`, token)).toMatchObject({ status: 400, code: 'token_in_query' });
    }
    expect((await get('/?my_access_token=x', token)).status).toBe(200);
    expect((await get('/?x=%20access_token', token)).status).toBe(200);
    expect((await get('/?', token)).status).toBe(200);
  });

  it('RS-03: not in a form; a JSON field of that name is the application’s own', async () => {
    const token = await issuer.issueToken();
    const alone = await request(app).post('/').type('form').send({ access_token: token });
    expect([alone.status, alone.body.code]).toEqual([400, 'token_in_body']);
    const beside = await request(app)
      .post('/')
      .type('form')
      .set('authorization', `Bearer ${token}`)
      .send({ access_token: token });
    expect([beside.status, beside.body.code]).toEqual([400, 'several_credentials']);
    const other = await request(app).post('/').type('form').set('authorization', `Bearer ${token}`).send({ token });
    expect(other.status).toBe(200);
    const json = await request(app).post('/').set('authorization', `Bearer ${token}`).send({ access_token: 'x' });
    expect(json.status).toBe(200);
  });

  it.each([
    ['Bearer', 400, 'malformed_authorization'],
    ['Bearer a b', 400, 'malformed_authorization'],
    ['Bearer "a"', 400, 'malformed_authorization'],
    ['Bearer a,b', 400, 'malformed_authorization'],
    ['Bearer é', 400, 'malformed_authorization'],
    ['Basic YTpi', 401, 'unsupported_scheme'],
    ['Bearerer x', 401, 'unsupported_scheme'],
    ['eyJ.eyJ.eyJ', 401, 'unsupported_scheme'],
    ['Token x', 401, 'unsupported_scheme'],
    ['', 401, 'unsupported_scheme'],
    ['BEARER x', 401, 'opaque_token'],
    ['bearer x', 401, 'opaque_token'],
    ['Bearer  x', 401, 'opaque_token'],
    ['DPoP x', 401, 'opaque_token'],
  ])('RS-03: Authorization: %s is %d %s', async (authorization, status, code) => {
    const response = await request(app).get('/').set('authorization', Buffer.from(authorization).toString('latin1'));
    expect([response.status, response.body.code]).toEqual([status, code]);
  });

  it('RS-03: two Authorization headers are 400, though Node shows only the first', async () => {
    const token = await issuer.issueToken();
    const server = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => {
      server.once('listening', resolve);
    });
    const send = (lines: readonly string[]): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = createConnection((server.address() as AddressInfo).port, '127.0.0.1');
        let answer = '';
        socket.setEncoding('utf8').on('data', (chunk: string) => {
          answer += chunk;
        });
        socket.on('end', () => resolve(answer)).on('error', reject);
        socket.end(`GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${lines.join('\r\n')}\r\n\r\n`);
      });
    expect(await send([`Authorization: Bearer ${token}`])).toMatch(/^HTTP\/1.1 200/);
    expect(await send([`Authorization: Bearer ${token}`, `authorization: Bearer ${token}`])).toMatch(
      /^HTTP\/1.1 400[^]*several_credentials/,
    );
    expect(await send([`AUTHORIZATION: Bearer ${token}`, 'Authorization: Basic YTpi'])).toMatch(
      /^HTTP\/1.1 400[^]*several_credentials/,
    );
    expect(await send([`Authorization: Bearer ${token}`, 'X-Authorization: Bearer x', 'Dpop: x'])).toMatch(
      /^HTTP\/1.1 401[^]*dpop_proof_with_bearer/,
    );
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
});
