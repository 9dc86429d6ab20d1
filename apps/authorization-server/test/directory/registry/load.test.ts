import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inLanguage } from '@gatehouse/html';
import { rootDirectory, type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { RegistryError } from '../../../src/directory/registry/faults.ts';
import { loadRegistry } from '../../../src/directory/registry/load.ts';
import { catalogs } from '../../../src/texts/catalog.ts';

const api = 'https://api.example';
const resource = { indicator: api, name: 'API', scopes: { read: 'Read' } };
const webClient = {
  client_id: 'web',
  grant_types: ['authorization_code'],
  redirect_uris: ['https://web.example/callback'],
};
const user = { login: 'ann', name: 'Ann', email: 'ann@example.com' };

let directory: TemporaryDirectory;
let file: string;
beforeAll(async () => {
  directory = await temporaryDirectory();
  file = path.join(directory.path, 'registry.yaml');
});
afterAll(() => directory.remove());

/** The faults of a document, without the name of the file; none when it is in order. */
async function faultsOf(document: unknown, passwordsAllowed = true): Promise<string[]> {
  await writeFile(file, typeof document === 'string' ? document : stringify(document));
  try {
    loadRegistry(file, { passwordsAllowed });
    return [];
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    for (const fault of error.faults) expect([fault.startsWith(`${file}: `), /\n/u.test(fault)]).toEqual([true, false]);
    return error.faults.map((fault) => fault.slice(file.length + 2));
  }
}

const withClient = (changes: object) => ({ resources: [resource], clients: [{ ...webClient, ...changes }] });

describe('the registry file', () => {
  it('of the development mode is in order, and has the clients and users that others rely on', () => {
    const registry = loadRegistry(path.join(rootDirectory, 'apps/authorization-server/registry/development.yaml'), {
      passwordsAllowed: true,
    });
    expect(registry.users.map(({ login }) => login)).toEqual(['alice', 'bob', 'carol', 'dave']);
    expect(registry.users.find(({ login }) => login === 'dave')?.status).toBe('disabled');
    expect(registry.clients.map(({ client_id: id }) => id)).toEqual(
      expect.arrayContaining([
        'web-app',
        'spa',
        'native',
        'worker',
        'worker-jwt',
        'worker-mtls',
        'gateway',
        'third-party',
        'device',
      ]),
    );
    expect(registry.resources.map(({ indicator }) => indicator)).toEqual(
      expect.arrayContaining(['https://localhost:3001', 'https://billing.localhost']),
    );
    expect(JSON.stringify(registry)).not.toMatch(/"password"/u);
  });

  it('names and sentences that users read may differ by language; each tag is one of BCP 47, with a text', async () => {
    const named = (name: unknown) => faultsOf(withClient({ client_name: name }));
    for (const right of ['Web', { en: 'Web', 'pt-BR': 'Rede', 'zh-Hant': '網', 'es-419': 'Red', gsw: 'Netz' }]) {
      expect(await named(right)).toEqual([]);
    }
    const place = 'clients[0] ("web"): client_name';
    for (const tag of ['english', 'xx', 'de_DE', 'de-XX', 'und', 'en-u-ca-gregory', '']) {
      expect(await named({ en: 'Web', [tag]: 'x' })).toEqual([
        `${place}: "${tag}" is no language tag (BCP 47), such as en, pt-BR or zh-Hant`,
      ]);
    }
    expect(await named({})).toEqual([`${place} has no text in any language`]);
    expect(await named({ en: '' })).toEqual([`${place}.en must not be empty`]);
    const kinds = 'must be text, or a text for each language, as in { en: "Orders", de: "Bestellungen" }';
    for (const wrong of [5, null, ['Web'], { en: { de: 'x' } }])
      expect(await named(wrong)).toEqual([`${place} ${kinds}`]);
    expect(await named({ 'en-US': 'a', 'en-us': 'b' })).toEqual([
      `${place} has en-US twice; case makes no difference`,
      `${place} has en-us twice; case makes no difference`,
    ]);
    expect(await faultsOf(withClient({ 'client_name#de': 'Netz' }))).toEqual([
      'clients[0] ("web"): has no member "client_name#de"; texts by language are written  client_name: { de: "…" }',
    ]);
    const scopes = { read: { en: 'Read', klingon: 'x' } };
    expect(await faultsOf({ resources: [{ ...resource, name: { de: 'Dienst' }, scopes }] })).toEqual([
      'resources[0] ("https://api.example"): scopes.read: "klingon" is no language tag (BCP 47), such as en, pt-BR or zh-Hant',
    ]);
  });

  it('of the development mode has the sentences of its API in every language of the pages', () => {
    const { resources } = loadRegistry(
      path.join(rootDirectory, 'apps/authorization-server/registry/development.yaml'),
      {
        passwordsAllowed: true,
      },
    );
    const demo = resources.find(({ indicator }) => indicator === 'https://localhost:3001');
    for (const text of [demo?.name, ...Object.values(demo?.scopes ?? {})]) {
      const texts = catalogs.map(({ language }) => inLanguage(text ?? '', language));
      expect(new Set(texts).size).toBe(catalogs.length);
    }
  });

  it('fixed claims of a client are declared ones, each of its type', async () => {
    const users_policy = {
      claims: { team: {}, level: { type: 'number' }, tags: { type: 'list' }, groups: { from: 'roles' } },
    };
    const withClaims = (claims: object) => ({ users_policy, clients: [{ ...webClient, access_token_claims: claims }] });
    expect(await faultsOf(withClaims({ team: 'blue', level: 3, tags: ['a', 'b'] }))).toEqual([]);
    expect(await faultsOf(withClaims({ level: '3', groups: ['admin'], department: 'Finance' }))).toEqual([
      'clients[0] ("web"): access_token_claims.level must be a number',
      'clients[0] ("web"): access_token_claims.groups has no value of its own: it comes from roles',
      'clients[0] ("web"): access_token_claims.department is not declared in users_policy.claims; to declare it as a string, write  users_policy: { claims: { department: {} } }',
    ]);
  });

  it('says what members of a client say of each other beside faults of other members, and nothing of those at fault', async () => {
    const place = 'clients[0] ("web")';
    const publicly = { token_endpoint_auth_method: 'none', require_pkce: false, scope: 'openid emial' };
    expect(await faultsOf(withClient({ ...publicly, nme: 'Web' }))).toEqual([
      `${place}: has no member "nme"`,
      `${place}: require_pkce: a public client always needs PKCE`,
      `${place}: scope: "emial" is none of openid, offline_access, profile, email, address, phone, groups; did you mean email?; scopes of APIs are in scopes`,
    ]);
    expect(await faultsOf(withClient({ client_name: 5, redirect_uris: [] }))).toEqual([
      `${place}: client_name must be text, or a text for each language, as in { en: "Orders", de: "Bestellungen" }`,
      `${place}: redirect_uris go together with the authorization_code grant`,
    ]);
    const unreadable = await faultsOf(withClient({ grant_types: 'code', redirect_uris: [] }));
    expect(unreadable).toEqual([`${place}: grant_types must be a list, as in [a, b], not text`]);
    const wrong = await faultsOf(withClient({ scope: 5, redirect_uris: 5 }));
    expect(wrong).toEqual([
      `${place}: redirect_uris must be a list, as in [a, b], not a number`,
      `${place}: scope must be text, not a number`,
    ]);
    for (const nobody of [5, null, [], 'web']) {
      expect(await faultsOf({ clients: [nobody] })).toEqual([
        expect.stringMatching(/^clients\[0\]: must be a mapping/u),
      ]);
    }
  });

  it('lists every fault at once, each on a line with its place', async () => {
    const faults = await faultsOf({
      resource: [],
      resources: [{ ...resource, scopes: { 'two words': 'x', read: '' }, default_scopes: ['write'] }, resource],
      roles: { clerk: { 'https://unknown.example': ['read'] } },
      clients: [
        { ...webClient, client_id: 'with space' },
        { ...webClient, first_partyy: true },
        { ...webClient, grant_types: ['password'] },
        {
          client_id: 'public',
          token_endpoint_auth_method: 'none',
          grant_types: ['client_credentials'],
          require_pkce: false,
        },
      ],
      users: [
        { ...user, email: 'no address' },
        { ...user, age: 7 },
      ],
    });
    for (const expected of [
      /^registry: .*"resource"/u,
      /^resources\[0\] \("https:\/\/api\.example"\): scopes/u,
      /^clients\[0\] \("[\w ]+"\): client_id/u,
      /^clients\[1\] \("web"\): has no member "first_partyy"; did you mean first_party\?/u,
      /^clients\[2\] \("web"\): grant_types/u,
      /^users\[0\] \("ann"\): email must be an e-mail address/u,
      /^users\[1\] \("ann"\): .*"age"/u,
    ]) {
      expect([String(expected), faults.some((fault) => expected.test(fault))]).toEqual([String(expected), true]);
    }
    expect(faults.length).toBeGreaterThanOrEqual(8);
  });

  it('lists every name that stands for nothing, and everything declared twice', async () => {
    const faults = await faultsOf({
      resources: [{ ...resource, default_scopes: ['write'] }, resource],
      roles: { clerk: { 'https://unknown.example': ['read'], [api]: ['fly'] } },
      clients: [{ ...webClient, scopes: { [api]: ['read', 'fly'], 'https://other.example': [] } }, webClient],
      users: [{ ...user, roles: ['pilot', 'toString'] }, user],
    });
    expect(faults).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^resources\[0\] .*: default_scopes: .*write/u),
        expect.stringMatching(/^roles\.clerk: .*unknown\.example/u),
        expect.stringMatching(/^roles\.clerk: .*fly/u),
        expect.stringMatching(/^clients\[0\] \("web"\): scopes:? .*fly/u),
        expect.stringMatching(/^clients\[0\] \("web"\): scopes:? .*other\.example/u),
        expect.stringMatching(/^users\[0\] \("ann"\): roles: .*pilot/u),
        expect.stringMatching(/^users\[0\] \("ann"\): roles: .*toString/u),
        expect.stringMatching(/^clients: web is declared twice/u),
        expect.stringMatching(/^resources: .*declared twice/u),
        expect.stringMatching(/^users: ann is declared twice/u),
      ]),
    );
  });

  it('AS-04: may not exempt a public client from PKCE', async () => {
    const publicClient = { token_endpoint_auth_method: 'none' };
    expect(await faultsOf(withClient({ ...publicClient, require_pkce: false }))).toEqual([
      expect.stringMatching(/^clients\[0\] \("web"\): require_pkce:? /u),
    ]);
    expect(await faultsOf(withClient(publicClient))).toEqual([]);
    expect(await faultsOf(withClient({ require_pkce: false }))).toEqual([]);
  });

  it('AS-04: has redirect URIs that are absolute, without fragment, and none where there is no code', async () => {
    for (const uri of [
      'callback',
      '/callback',
      'https://web.example/callback#x',
      'https://',
      'x y',
      '*',
      'https://*.example/',
    ]) {
      const faults = await faultsOf(withClient({ redirect_uris: ['https://web.example/callback', uri] }));
      expect([uri, faults]).toEqual([uri, [expect.stringMatching(/^clients\[0\] \("[\w ]+"\): redirect_uris/u)]]);
    }
    expect(await faultsOf(withClient({ redirect_uris: [] }))).toEqual([expect.stringMatching(/redirect_uris/u)]);
    expect(await faultsOf(withClient({ grant_types: ['client_credentials'] }))).toEqual([
      expect.stringMatching(/redirect_uris/u),
    ]);
    const custom = { application_type: 'native', redirect_uris: ['com.example.app:/callback', 'http://127.0.0.1/cb'] };
    expect(await faultsOf(withClient(custom))).toEqual([]);
  });

  it('AS-04: has redirect URIs in plain http on this machine alone, and other schemes for native clients alone', async () => {
    const wrong = [expect.stringMatching(/^clients\[0\] \("web"\): redirect_uris:? /u)];
    for (const [uri, web, native] of [
      ['http://web.example/callback', wrong, wrong],
      ['http://localhost:3000/callback', [], []],
      ['http://127.0.0.1/callback', [], []],
      ['https://web.example/callback', [], []],
      ['https://user@web.example/callback', wrong, wrong],
      ['https://localhost/callback', [], wrong],
      ['com.example.app:/callback', wrong, []],
      ['myapp:/callback', wrong, wrong],
      ['javascript:alert(1)', wrong, wrong],
    ] as const) {
      const faults = [
        await faultsOf(withClient({ redirect_uris: [uri] })),
        await faultsOf(withClient({ redirect_uris: [uri], application_type: 'native' })),
      ];
      expect([uri, ...faults]).toEqual([uri, web, native]);
    }
  });

  it('leads users to https addresses, and to this machine', async () => {
    for (const member of ['client_uri', 'logo_uri', 'policy_uri', 'tos_uri']) {
      for (const uri of ['https://web.example/', 'http://localhost:3000/', 'http://[::1]/']) {
        expect([member, uri, await faultsOf(withClient({ [member]: uri }))]).toEqual([member, uri, []]);
      }
      for (const uri of ['javascript:alert(1)', 'http://web.example/', 'ftp://web.example/', 'vbscript:x']) {
        expect([uri, await faultsOf(withClient({ [member]: uri }))]).toEqual([
          uri,
          [expect.stringMatching(`^clients\\[0\\] \\("web"\\): ${member} must be an https address`)],
        ]);
      }
    }
    const image = 'data:image/png;base64,AAAA';
    expect(await faultsOf(withClient({ logo_uri: image }))).toEqual([]);
    expect(await faultsOf(withClient({ tos_uri: image }))).toHaveLength(1);
  });

  it('AS-02: has keys for whoever proves itself by one, but in development mode, and one place for them', async () => {
    const byKey = { token_endpoint_auth_method: 'private_key_jwt' };
    const jwks = { keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }] };
    expect(await faultsOf(withClient(byKey), true)).toEqual([]);
    expect(await faultsOf(withClient(byKey), false)).toEqual([
      expect.stringMatching(/^clients\[0\] \("web"\): has no jwks/u),
    ]);
    expect(await faultsOf(withClient({ ...byKey, jwks }), false)).toEqual([]);
    const both = { ...byKey, jwks, jwks_uri: 'https://web.example/jwks' };
    expect(await faultsOf(withClient(both))).toEqual([expect.stringMatching(/^clients\[0\] \("web"\): jwks:? /u)]);
  });

  it('AS-08: has clients that ask for OpenID Connect scopes that exist', async () => {
    expect(await faultsOf(withClient({ scope: 'openid profile email offline_access' }))).toEqual([]);
    for (const scope of ['openid photo', 'read', 'openid  profile']) {
      expect([scope, await faultsOf(withClient({ scope }))]).toEqual([
        scope,
        [expect.stringMatching(/^clients\[0\] \("web"\): scope:? /u)],
      ]);
    }
  });

  it('F10: has a default_resource that the client has scopes of, and two names for resource', async () => {
    const scopes = { [api]: ['read'] };
    expect(await faultsOf(withClient({ scopes, default_resource: api, resource_parameter: 'audience' }))).toEqual([]);
    for (const changes of [{ default_resource: api }, { scopes, default_resource: `${api}/` }]) {
      expect(await faultsOf(withClient(changes))).toEqual([
        'clients[0] ("web"): default_resource is not one of the resources in scopes',
      ]);
    }
    expect((await faultsOf(withClient({ scopes, resource_parameter: 'api' }))).length).toBe(1);
  });

  it('has the grant of RFC 7591 when it names none, and a sentence where that cannot be', async () => {
    expect(await faultsOf(withClient({ grant_types: undefined }))).toEqual([]);
    expect(await faultsOf(withClient({ grant_types: undefined, redirect_uris: [] }))).toEqual([
      'clients[0] ("web"): redirect_uris go together with the authorization_code grant',
    ]);
  });

  it('AS-09: keeps hashes of secrets, never secrets', async () => {
    const sha256 = 'A'.repeat(43);
    expect(await faultsOf(withClient({ client_secrets: [{ sha256 }] }))).toEqual([]);
    expect(await faultsOf(withClient({ client_secret: 'the-secret' }))).toEqual([
      expect.stringMatching(/"client_secret"/u),
    ]);
    for (const wrong of ['the-secret', 'A'.repeat(42), `${sha256}=`]) {
      expect(await faultsOf(withClient({ client_secrets: [{ sha256: wrong }] }))).toEqual([
        expect.stringMatching(/^clients\[0\] \("web"\): client_secrets\[0\]\.sha256/u),
      ]);
    }
    const dated = { client_secrets: [{ sha256, expires_at: 'tomorrow' }] };
    expect(await faultsOf(withClient(dated))).toEqual([expect.stringMatching(/expires_at/u)]);
  });

  it('AS-09: a client that proves itself by certificate says which', async () => {
    const mutual = { token_endpoint_auth_method: 'tls_client_auth' };
    expect(await faultsOf(withClient(mutual))).toEqual([
      expect.stringMatching(/^clients\[0\] \("[\w ]+"\): tls_client_auth/u),
    ]);
    expect(await faultsOf(withClient({ ...mutual, tls_client_auth_san_dns: 'worker.example' }))).toEqual([]);
    const both = { ...mutual, tls_client_auth_san_dns: 'worker.example', tls_client_auth_subject_dn: 'CN=x' };
    expect(await faultsOf(withClient(both))).toEqual([
      expect.stringMatching(/^clients\[0\] \("[\w ]+"\): tls_client_auth/u),
    ]);
  });

  it('AS-16: has origins that are origins, and never a star', async () => {
    for (const origin of ['*', 'https://web.example/', 'https://web.example/path', 'web.example', 'null']) {
      expect([origin, await faultsOf(withClient({ allowed_origins: [origin] }))]).toEqual([
        origin,
        [expect.stringMatching(/^clients\[0\] \("[\w ]+"\): allowed_origins/u)],
      ]);
    }
    expect(await faultsOf(withClient({ allowed_origins: ['https://web.example'] }))).toEqual([]);
  });

  it('has plain passwords in development mode alone, and does not print them', async () => {
    const document = {
      users: [
        { ...user, password: 'a plain secret' },
        { ...user, login: 'bea', password: 'another one' },
      ],
    };
    expect(await faultsOf(document, true)).toEqual([]);
    const faults = await faultsOf(document, false);
    expect(faults).toEqual([
      expect.stringMatching(/^users\[0\] \("ann"\): /u),
      expect.stringMatching(/^users\[1\] \("bea"\): /u),
    ]);
    expect(faults.join('\n')).not.toMatch(/secret|another/u);
  });

  it('that is absent, empty, broken or no mapping is one line', async () => {
    expect(() => loadRegistry(path.join(directory.path, 'absent.yaml'), { passwordsAllowed: true })).toThrow(
      RegistryError,
    );
    expect(await faultsOf('a: [')).toEqual([expect.stringMatching(/^cannot be read: /u)]);
    expect(await faultsOf('a: 1\na: 2\n')).toEqual([expect.stringMatching(/^cannot be read: /u)]);
    for (const text of ['', '[]', 'x', '7']) expect([text, (await faultsOf(text)).length]).toEqual([text, 1]);
    expect(await faultsOf('{}')).toEqual([]);
    expect(await faultsOf('__proto__: {resources: []}\n')).not.toEqual([]);
  });
});
