import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { send } from '../browser.ts';
import { basic } from '../client.ts';
import { serverEnvironment } from '../server.ts';
import { startCommand } from './command.ts';

let directory: TemporaryDirectory;
let env: Record<string, string>;
let program: ChildProcess | undefined;

beforeEach(async () => {
  directory = await temporaryDirectory();
  env = { ...(await serverEnvironment(directory.path)), GATEHOUSE_WORKERS: '2' };
});
afterEach(async () => {
  if (program?.exitCode === null && program.signalCode === null) {
    program.kill('SIGKILL');
    await once(program, 'exit');
  }
  await directory?.remove();
});

const management = (what: string) => fetch(`http://127.0.0.1:${env['GATEHOUSE_MANAGEMENT_PORT']}/${what}`);
const childrenOf = async (pid: number) =>
  (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ').filter(Boolean).map(Number);
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Starts the server and reads its log until a line says this. */
async function start(): Promise<(said: string) => Promise<void>> {
  program = startCommand(['serve'], env);
  let log = '';
  program.stdout?.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  return async (said) => {
    while (!log.includes(said)) await once(program?.stdout as NodeJS.ReadableStream, 'data');
    log = log.slice(log.indexOf(said) + said.length);
  };
}

describe('GATEHOUSE_WORKERS', () => {
  it('OPS-05: workers share the port; one that is killed is replaced; a stop ends all of them with 0', async () => {
    const says = await start();
    await says('has all of its workers');
    const pid = program?.pid as number;
    const workers = await childrenOf(pid);
    expect(workers).toHaveLength(2);
    expect((await management('readyz')).status).toBe(200);

    const secret = await readFile(path.join(directory.path, 'secrets/clients/worker'), 'utf8');
    const headers = { authorization: basic('worker', secret), 'content-type': 'application/x-www-form-urlencoded' };
    const url = `${env['GATEHOUSE_ISSUER']}/token`;
    const token = () =>
      send('POST', url, { ...headers, connection: 'close' }, 'grant_type=client_credentials&scope=invoice_read');
    for (let round = 0; round < 10; round += 1) expect((await token()).status).toBe(200);
    const metrics = await (await management('metrics')).text();
    expect(metrics).toMatch(/oauth_token_requests_total\{[^}]*result="success"[^}]*\} 10$/mu);

    process.kill(workers[0] as number, 'SIGKILL');
    await says('another takes its place');
    await says('is listening');
    for (let round = 0; round < 4; round += 1) expect((await token()).status).toBe(200);
    const successors = await childrenOf(pid);
    expect(successors).toHaveLength(2);
    expect(successors).not.toContain(workers[0]);

    const ended = once(program as ChildProcess, 'exit');
    program?.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(successors.filter(isAlive)).toEqual([]);
  });

  it('OPS-15: a start that fails ends the first process with the code of the worker', async () => {
    env['GATEHOUSE_DATABASE_URL'] = `sqlite:${path.join(directory.path, 'no/such/folder/database.sqlite')}`;
    await start();
    let stderr = '';
    program?.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const [code] = (await once(program as ChildProcess, 'close')) as [number];
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
