import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Program, startProgram, type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Person } from '../browser.ts';
import { type JsonAnswer, TestClient } from '../client.ts';
import { serverEnvironment } from '../server.ts';

const refused = { status: 400, body: { error: 'invalid_grant' } };
const newest = (answer: JsonAnswer) => String(answer.body['refresh_token']);

let directory: TemporaryDirectory;
let env: Record<string, string>;
let program: Program;
let webApp: TestClient;
let alice: Person;

const start = () =>
  startProgram({
    entry: 'apps/authorization-server/bin/gatehouse.js',
    args: ['serve'],
    env,
    readyUrl: `http://127.0.0.1:${env['GATEHOUSE_MANAGEMENT_PORT']}/readyz`,
  });

beforeAll(async () => {
  directory = await temporaryDirectory();
  env = { ...(await serverEnvironment(directory.path)), GATEHOUSE_REFRESH_RETRY_SECONDS: '0' };
  program = await start();
  const secret = (kind: string, name: string) => readFile(path.join(directory.path, 'secrets', kind, name), 'utf8');
  alice = { login: 'alice', password: await secret('users', 'alice') };
  webApp = new TestClient({ issuer: String(env['GATEHOUSE_ISSUER']) }, 'web-app', {
    secret: await secret('clients', 'web-app'),
  });
});
afterAll(async () => {
  await program?.stop();
  await directory?.remove();
});

describe('the real program with GATEHOUSE_REFRESH_RETRY_SECONDS=0', () => {
  it('AS-05: an old refresh token is reuse at once: the family is dead, the newest token too', async () => {
    const { refresh_token: first } = await webApp.signIn(alice);
    const second = newest(await webApp.refresh(first));
    expect(await webApp.refresh(first)).toMatchObject(refused);
    expect(await webApp.refresh(second)).toMatchObject(refused);
  });

  it('AS-05: 20 refreshes at once with one token: one success, and no server error', async () => {
    const { refresh_token: first } = await webApp.signIn(alice);
    const answers = await Promise.all(Array.from({ length: 20 }, () => webApp.refresh(first)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) expect(answer).toMatchObject(refused);
  });

  it('AS-05: reuse is seen after kill -9 and a new start, and a revoked family stays dead', async () => {
    const rotated = await webApp.signIn(alice);
    const alive = newest(await webApp.refresh(rotated.refresh_token));
    const dead = await webApp.signIn(alice);
    const deadNewest = newest(await webApp.refresh(dead.refresh_token));
    expect(await webApp.refresh(dead.refresh_token)).toMatchObject(refused);
    const untouched = await webApp.signIn(alice);

    await program.kill9();
    program = await start();

    expect(await webApp.refresh(deadNewest)).toMatchObject(refused);
    expect(await webApp.refresh(rotated.refresh_token)).toMatchObject(refused);
    expect(await webApp.refresh(alive)).toMatchObject(refused);
    expect((await webApp.refresh(untouched.refresh_token)).status).toBe(200);
  });

  it('AS-05: reuse is seen after an orderly stop and a new start', async () => {
    const { refresh_token: first } = await webApp.signIn(alice);
    const second = newest(await webApp.refresh(first));
    expect(await program.stop()).toBe(0);
    program = await start();
    expect(await webApp.refresh(first)).toMatchObject(refused);
    expect(await webApp.refresh(second)).toMatchObject(refused);
  });
});
