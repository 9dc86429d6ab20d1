import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RegistryError } from '../../../src/directory/registry/faults.ts';
import type { Known } from '../../../src/directory/registry/known.ts';
import { loadRegistry } from '../../../src/directory/registry/load.ts';

let directory: TemporaryDirectory;
beforeEach(async () => {
  directory = await temporaryDirectory();
});
afterEach(() => directory.remove());

async function file(name: string, text: string): Promise<string> {
  const written = path.join(directory.path, name);
  await mkdir(path.dirname(written), { recursive: true });
  await writeFile(written, text);
  return written;
}

function faultsOf(paths: readonly string[], known?: Known): readonly string[] {
  try {
    loadRegistry(paths, { passwordsAllowed: true, known });
    return [];
  } catch (error) {
    return (error as RegistryError).faults;
  }
}

const orders = `
resources: [{ indicator: https://orders.example, name: Orders, scopes: { orders_read: See your orders } }]
roles: { buyer: { https://orders.example: [orders_read] } }
`;
const shop = `
clients:
  - client_id: shop
    grant_types: [authorization_code]
    redirect_uris: [https://shop.example/callback]
    scopes: { https://orders.example: [orders_read] }
users: [{ login: ann, name: Ann, email: ann@example.com, roles: [buyer] }]
`;

const error = (text: string) => async () => {
  const written = await file('x.yaml', text);
  loadRegistry(written, { passwordsAllowed: true });
};

describe('registry files compose', () => {
  it('several files are one registry, whatever their order', async () => {
    const files = [await file('shop.yaml', shop), await file('orders.yaml', orders)];
    const registry = loadRegistry(files, { passwordsAllowed: true });
    expect(registry.clients.map((client) => client.client_id)).toEqual(['shop']);
    expect(Object.keys(registry.roles)).toEqual(['buyer']);
    expect(loadRegistry(files.toReversed(), { passwordsAllowed: true })).toEqual(registry);
    // Named twice, it is read once.
    expect(faultsOf([...files, files[0]!])).toEqual([]);
  });

  it('a folder stands for its *.yaml, *.yml and *.json in the order of their names', async () => {
    await file('d/b.yml', 'users_policy: { claims: { b: {} } }');
    await file('d/a.yaml', 'users_policy: { claims: { a: {} } }');
    await file('d/c.json', '{ "users_policy": { "claims": { "c": {} } } }');
    await file('d/.hidden.yaml', 'nonsense');
    await file('d/notes.txt', 'nonsense');
    await file('d/old/a.yaml', 'nonsense');
    const registry = loadRegistry(path.join(directory.path, 'd'), { passwordsAllowed: true });
    expect(Object.keys(registry.users_policy.claims)).toEqual(['a', 'b', 'c']);
    expect(faultsOf([path.join(directory.path, 'd/old/none'), path.join(directory.path, 'd')])).toEqual([
      expect.stringMatching(/d\/old\/none: cannot be read: ENOENT/u),
    ]);
    await mkdir(path.join(directory.path, 'empty'));
    expect(faultsOf([path.join(directory.path, 'empty')])).toEqual([
      `${directory.path}/empty: the folder has no *.yaml, *.yml or *.json`,
    ]);
  });

  it('what two files declare is a fault that names both, and says what to do', async () => {
    const first = await file(
      'first.yaml',
      `${orders}${shop}\nbranding: { name: One }\nusers_policy: { registration_roles: [buyer], claims: { team: {} } }`,
    );
    const second = await file(
      'second.yaml',
      `${orders}${shop}\nbranding: { name: Two }\nusers_policy: { registration_roles: [buyer], claims: { team: {} } }`,
    );
    const here = `${second}: `;
    const also = `is declared in ${first} too; `;
    expect(faultsOf([first, second])).toEqual([
      `${here}resources: https://orders.example ${also}declare it in one of them`,
      `${here}roles: buyer ${also}give the scopes to a role of another name, and that role to its users`,
      `${here}clients: shop ${also}declare it in one of them`,
      `${here}users: ann ${also}an entry is the whole of a user; "gatehouse users set ann --add-role ROLE" gives a further role`,
      `${here}users_policy: claims.team ${also}declare it in one of them`,
      `${here}users_policy: registration_roles ${also}declare it in one of them`,
      `${here}branding: the look of all pages ${also}declare it in one of them`,
    ]);
  });

  it('names are looked for in the files and in the database', async () => {
    const only = await file('shop.yaml', shop);
    expect(faultsOf([only])).toEqual([
      `${only}: clients[0] ("shop"): scopes: there is no resource https://orders.example`,
      `${only}: users[0] ("ann"): roles: there is no role buyer`,
    ]);
    const known: Known = {
      resources: new Map([['https://orders.example', new Set(['orders_read'])]]),
      roles: new Set(['buyer']),
      claims: {},
      connections: new Map(),
    };
    expect(faultsOf([only], known)).toEqual([]);
    const less = { ...known, resources: new Map([['https://orders.example', new Set<string>()]]) };
    expect(faultsOf([only], less)).toEqual([
      `${only}: clients[0] ("shop"): scopes: https://orders.example has no scope orders_read`,
    ]);
    // The file's own declaration is the one that counts.
    expect(faultsOf([only, await file('orders.yaml', orders)], less)).toEqual([]);
  });

  it('tells whether the database could know what the files do not', async () => {
    await expect(error(shop)).rejects.toMatchObject({ unresolved: true });
    await expect(error('users: [{}]')).rejects.toMatchObject({ unresolved: false });
    await expect(error('users: [{}]')).rejects.toBeInstanceOf(RegistryError);
  });

  it('all faults are told at once, by the numbers that entries have in their file', async () => {
    const written = await file(
      'x.yaml',
      `${orders}clients:
  - { client_id: one, grant_typess: [] }
  - { client_id: two, grant_types: [client_credentials], scopes: { https://orders.example: [orders_write] } }
users: [{ login: ann, name: Ann, email: nowhere }, { login: bea, name: Bea, email: bea@example.com, roles: [pilot] }]
`,
    );
    const faults = faultsOf([written]).map((fault) => fault.slice(written.length + 2));
    expect(faults).toEqual(
      expect.arrayContaining([
        expect.stringContaining('clients[0] ("one"): has no member "grant_typess"; did you mean grant_types?'),
        'clients[1] ("two"): scopes: https://orders.example has no scope orders_write',
        'users[0] ("ann"): email must be an e-mail address',
        'users[1] ("bea"): roles: there is no role pilot',
      ]),
    );
  });

  it('people is another name for users_policy, and the new one is told', async () => {
    const warnings: string[] = [];
    const written = await file('x.yaml', 'people: { claims: { team: {} } }');
    const registry = loadRegistry(written, { passwordsAllowed: true, onWarning: (line) => warnings.push(line) });
    expect(Object.keys(registry.users_policy.claims)).toEqual(['team']);
    expect(warnings).toEqual([`${written}: "people" is called "users_policy" now; the old name still works`]);
    expect(faultsOf([await file('y.yaml', 'people: {}\nusers_policy: {}')])).toEqual([
      expect.stringContaining('has no member "people"'),
    ]);
  });
});
