/** A chain of services: a person at a client, the gateway, the API, and a second service that the API calls. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startGateway } from '../../../benchmarks/gateway.ts';
import { neverPin } from '../../../benchmarks/processes.ts';
import {
  type MeasuredProgram,
  RESOURCE,
  startAuthorizationServer,
  startResourceServer,
} from '../../../benchmarks/product.ts';
import { refreshToken, webAppAuthorization } from '../../../benchmarks/sign-in.ts';

const billing = 'https://billing.localhost';
const exchange = 'urn:ietf:params:oauth:grant-type:token-exchange';

neverPin();

const running: { stop(): Promise<unknown> }[] = [];
const started = <Program extends { stop(): Promise<unknown> }>(program: Program): Program => {
  running.push(program);
  return program;
};
let issuer: MeasuredProgram;
let second: MeasuredProgram;
let gatewayOrigin: string;

beforeAll(async () => {
  issuer = started(await startAuthorizationServer());
  second = started(await startResourceServer(issuer.origin, { API_AUDIENCE: billing }, 'anywhere'));
  // Development only: it answers with what the API would have been sent.
  gatewayOrigin = started(await startGateway(issuer, { origin: 'http://127.0.0.1:9' })).origin;
});
afterAll(async () => {
  for (const program of running.toReversed()) await program.stop();
});

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

async function tokens(form: Record<string, string>, authorization: string): Promise<Record<string, string>> {
  const answer = await fetch(`${issuer.origin}/token`, {
    method: 'POST',
    headers: { authorization },
    body: new URLSearchParams(form),
  });
  return (await answer.json()) as Record<string, string>;
}

const authorizationOf = async (clientId: string) => {
  const secret = await readFile(join(issuer.state, 'secrets/clients', clientId), 'utf8');
  return `Basic ${Buffer.from(`${clientId}:${encodeURIComponent(secret)}`).toString('base64')}`;
};

const ask = async (token: string) =>
  (await fetch(`${second.origin}/secure-data`, { headers: { authorization: `Bearer ${token}` } })).status;

it('TX-03: web app, gateway, API, second service: each hop has a token for one audience, and the chain stands in act and audit', async () => {
  const { access_token: atWebApp = '' } = await tokens(
    { grant_type: 'refresh_token', refresh_token: await refreshToken(issuer) },
    webAppAuthorization(issuer),
  );
  const echoed = await fetch(`${gatewayOrigin}/echo/invoices`, { headers: { authorization: `Bearer ${atWebApp}` } });
  const { headers } = (await echoed.json()) as { headers: Record<string, string> };
  const atApi = String(headers['authorization']).slice('Bearer '.length);
  expect(claimsOf(atApi)).toMatchObject({ aud: RESOURCE, act: { sub: 'gateway' }, sub: claimsOf(atWebApp)['sub'] });

  const asApi = await authorizationOf('api');
  const form = { grant_type: exchange, subject_token_type: 'urn:ietf:params:oauth:token-type:access_token' };
  const { access_token: atSecond = '', ...said } = await tokens(
    { ...form, subject_token: atApi, resource: billing },
    asApi,
  );
  expect(said).not.toHaveProperty('error');
  const chain = { sub: 'api', act: { sub: 'gateway' } };
  expect(claimsOf(atSecond)).toMatchObject({ aud: billing, act: chain, sub: claimsOf(atWebApp)['sub'] });

  expect([await ask(atSecond), await ask(atApi), await ask(atWebApp)]).toEqual([200, 401, 401]);

  const database = new DatabaseSync(join(issuer.state, 'authorization-server.sqlite'), { readOnly: true });
  const query = database.prepare("select data from audit where type = 'token.exchanged' order by id");
  // Records are written a moment after the answer.
  await eventually(() => query.all().length >= 2);
  const records = query.all();
  database.close();
  const exchanged = records.map(({ data }) => JSON.parse(String(data)) as Record<string, unknown>);
  expect(exchanged.map(({ client_id, target, act }) => ({ client_id, target, act }))).toEqual([
    { client_id: 'gateway', target: { type: 'resource', id: RESOURCE }, act: ['gateway'] },
    { client_id: 'api', target: { type: 'resource', id: billing }, act: ['api', 'gateway'] },
  ]);
});
