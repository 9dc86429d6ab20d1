/** What commands say of registry files beside what they do. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverEnvironment } from '../server.ts';
import { gatehouse } from './command.ts';

const api = 'https://orders.example';
let directory: TemporaryDirectory;
let env: Record<string, string>;
let file: string;

beforeAll(async () => {
  directory = await temporaryDirectory();
  file = path.join(directory.path, 'registry.yaml');
  env = { ...(await serverEnvironment(directory.path)), GATEHOUSE_REGISTRY_FILE: file };
  await writeFile(
    file,
    `resources: [{ indicator: '${api}', name: Orders, scopes: { read: Read, write: Write } }]
roles: { clerk: { '${api}': [read] } }
`,
  );
  expect(await gatehouse(['registry', 'apply'], env)).toMatchObject({ code: 0 });
});
afterAll(() => directory?.remove());

const undone = (name: string) =>
  `gatehouse: warning: ${file} declares ${name}, and the next start of a server makes it again as the file says; change the file, too\n`;

describe('a change of what a registry file declares', () => {
  it('is done, and said to be undone by the file; nothing is said where nothing changes, or no file declares it', async () => {
    const grant = ['roles', 'grant', 'clerk', '--scope', `${api}=write`];
    expect(await gatehouse(grant, env)).toMatchObject({ code: 0, stderr: undone('clerk') });
    expect(await gatehouse(grant, env)).toMatchObject({ code: 0, stderr: '' });
    expect(await gatehouse(['roles', 'add', 'manager', '--scope', `${api}=write`], env)).toMatchObject({ code: 0 });
    const revoke = ['roles', 'revoke', 'manager', '--scope', `${api}=write`];
    expect(await gatehouse(revoke, env)).toMatchObject({ code: 0, stderr: '' });
    const remove = ['resources', 'remove', api, '--yes', '--json'];
    const { code, stdout, stderr } = await gatehouse(remove, env);
    expect([code, JSON.parse(stdout), stderr]).toEqual([0, expect.objectContaining({ removed: true }), undone(api)]);
  });
});

describe('registry check', () => {
  it('warns of a scope that gives nothing, unless the file or the database declares a claim for it', async () => {
    const other = path.join(directory.path, 'other.yaml');
    const client = "clients: [{ client_id: app, redirect_uris: ['https://app.example/'], scope: openid groups }]\n";
    const check = async (document: string) => {
      await writeFile(other, document);
      const { code, stderr } = await gatehouse(['registry', 'check', other], env);
      expect(code).toBe(0);
      return stderr;
    };
    const groups = 'users_policy: { claims: { groups: { from: roles, scope: groups } } }';
    expect(await check(client)).toBe(
      `gatehouse: warning: ${other}: clients[0] ("app"): scope: "groups" gives nothing: no claim is declared for it; as in  ${groups}\n`,
    );
    expect(await check(`${client}${groups}\n`)).toBe('');
    expect(await gatehouse(['registry', 'apply', other], env)).toMatchObject({ code: 0 });
    expect(await check(client)).toBe('');
  });
});
