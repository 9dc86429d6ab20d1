/** Every rule of every profile, with a subject for which it holds and one for which it fails. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { ResourceAnswers, ServerAnswers } from '../../../src/directory/checks/profiles/answers.ts';
import type { ClientFacts, ResourceFacts, ServerFacts } from '../../../src/directory/checks/profiles/facts.ts';
import type { Profile } from '../../../src/directory/checks/profiles/profile.ts';
import { profiles } from '../../../src/directory/checks/profiles/report.ts';
import { judge, type Result, type Rule, withAnswers } from '../../../src/directory/checks/profiles/rule.ts';
import { clientMetadata, clientPolicy } from '../../../src/directory/clients/schema.ts';
import { storedResource } from '../../../src/directory/resources/schema.ts';
import { unregisteredClients } from '../../../src/directory/unregistered/policy.ts';

const issuer = 'https://id.example.com';
const notes = 'https://notes.example.com/mcp';
const nowSeconds = Date.UTC(2026, 10, 29) / 1000;
const daySeconds = 86_400;

const server = (changes: Partial<ServerFacts> = {}): ServerFacts => ({
  issuer,
  responseTypes: ['code'],
  authenticationMethods: ['private_key_jwt', 'none'],
  acceptsTokensInQuery: false,
  accessTokenSeconds: 300,
  authorizationCodeSeconds: 60,
  unregistered: unregisteredClients.parse({ documents: { domains: ['*.example'] }, scopes: { [notes]: ['read'] } }),
  ...changes,
});

const resource = (definition: Record<string, unknown> = {}, facts: Partial<ResourceFacts> = {}): ResourceFacts => ({
  resource: {
    indicator: facts.resource?.indicator ?? notes,
    ...storedResource.parse({ name: 'Notes', scopes: { read: 'Read your notes' }, ...definition }),
  },
  reachedBy: ['agent'],
  served: [],
  server: server(),
  ...(({ resource: _named, ...others }) => others)(facts),
});
const named = (indicator: string) => resource({}, { resource: { indicator } as never });

/** A public client that does all that is asked, unless told otherwise. */
function client(members: Record<string, unknown> = {}, facts: Partial<ClientFacts> = {}): ClientFacts {
  const all = {
    client_id: 'agent',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: ['https://agent.example/callback'],
    scopes: { [notes]: ['read'] },
    sender_constrained: 'dpop',
    ...members,
  };
  return {
    // As an older version, or another program, may have written it: without the rules of the registry.
    metadata: { ...clientMetadata.parse({ ...all, grant_types: [] }), grant_types: all.grant_types as never },
    policy: clientPolicy.parse(all),
    secrets: [],
    server: server(),
    resources: new Map([[notes, resource().resource]]),
    nowSeconds,
    ...facts,
  };
}
const secret = (ageDays: number, expiresInDays?: number) => ({
  sha256: Buffer.alloc(32),
  createdAtSeconds: nowSeconds - ageDays * daySeconds,
  ...(expiresInDays !== undefined && { expiresAtSeconds: nowSeconds + expiresInDays * daySeconds }),
});
const withSecret = (...secrets: ReturnType<typeof secret>[]) =>
  client({ token_endpoint_auth_method: 'client_secret_basic' }, { secrets });
const native = (members: Record<string, unknown>) => client({ application_type: 'native', ...members });
const machine = client({ grant_types: ['client_credentials'], redirect_uris: [] });
const slow = resource({ access_token_ttl_seconds: 600 }).resource;

interface Cases<Facts> {
  readonly good: readonly Facts[];
  /** None: nothing that is stored breaks it. */
  readonly bad: readonly Facts[];
  readonly apart?: readonly Facts[];
}

const pkce: Cases<ClientFacts> = { good: [client()], bad: [client({ require_pkce: false })], apart: [machine] };
const exactUris: Cases<ClientFacts> = {
  good: [client()],
  bad: [
    ['https://agent.example/*'],
    ['https://agent.example/a#b'],
    ['https://user:secret@agent.example/'],
    ['/callback'],
    [],
  ].map((uris) => client({ redirect_uris: uris })),
  apart: [machine],
};
const carried = ['http://127.0.0.1/callback', 'http://[::1]:4000/callback', 'http://localhost/callback'];
const exposed = ['http://agent.example/callback', 'agent:/callback', 'http://127.0.0.1.agent.example/'];
const redirects = (uris: readonly string[]) => uris.map((uri) => native({ redirect_uris: [uri] }));
const refresh: Cases<ClientFacts> = {
  good: [
    client({ sender_constrained: 'none' }),
    client(),
    client({ token_endpoint_auth_method: 'private_key_jwt', sender_constrained: 'mtls' }),
  ],
  bad: [],
  apart: [machine],
};
const clientLife: Cases<ClientFacts> = {
  good: [client(), client({}, { resources: new Map([[notes, slow]]) })],
  bad: [client({}, { server: server({ accessTokenSeconds: 3601 }) })],
  apart: [client({ grant_types: [], redirect_uris: [] })],
};

const ofClients: Readonly<Record<string, Cases<ClientFacts>>> = {
  'oauth21 pkce': pkce,
  'oauth21 redirect-uris-exact': exactUris,
  'oauth21 redirect-uris-https': {
    good: [client(), ...redirects([...carried, 'com.example.agent:/callback'])],
    bad: [...redirects(exposed), client({ redirect_uris: ['com.example.agent:/callback'] })],
    apart: [machine],
  },
  'oauth21 removed-grants': {
    good: [client(), machine],
    bad: [client({ grant_types: ['implicit'] }), client({ grant_types: ['authorization_code', 'password'] })],
  },
  'oauth21 refresh-tokens': refresh,
  'oauth21 native-public': {
    good: [native({})],
    bad: [native({ token_endpoint_auth_method: 'client_secret_basic' })],
    apart: [client()],
  },
  'oauth21 native-loopback': {
    good: redirects(carried.slice(0, 2)),
    bad: redirects(['http://localhost/callback', 'http://localhost:4000/']),
    apart: [client()],
  },
  'oauth21 origins': {
    good: [client({ allowed_origins: ['https://agent.example', 'http://localhost:4000'] })],
    bad: [client({ allowed_origins: ['http://agent.example'] })],
    apart: [client()],
  },
  'oauth21 client-authentication': {
    good: [
      client({ token_endpoint_auth_method: 'private_key_jwt' }),
      client({ token_endpoint_auth_method: 'self_signed_tls_client_auth' }),
    ],
    bad: [withSecret(secret(1)), client({ token_endpoint_auth_method: 'client_secret_post' })],
    apart: [client()],
  },
  'oauth21 secret-age': {
    good: [withSecret(secret(364)), withSecret(secret(900, -1), secret(1, 30))],
    bad: [withSecret(secret(365)), withSecret(), withSecret(secret(10, -1))],
    apart: [client(), client({ token_endpoint_auth_method: 'private_key_jwt' })],
  },
  'oauth21 sender-constrained': {
    good: [client({ sender_constrained: 'dpop' }), client({ sender_constrained: 'mtls' })],
    bad: [client({ sender_constrained: 'none' })],
  },
  'oauth21 token-lifetime': clientLife,
  'mcp-2026-07-28 code-grant': { good: [client()], bad: [], apart: [machine] },
  'mcp-2026-07-28 pkce': pkce,
  'mcp-2026-07-28 redirect-uris': {
    good: [client(), ...redirects(carried)],
    bad: redirects([...exposed, 'com.example.agent:/callback']),
    apart: [machine],
  },
  'mcp-2026-07-28 redirect-uris-exact': exactUris,
  'mcp-2026-07-28 refresh-tokens': refresh,
  'mcp-2026-07-28 resource': {
    good: [client()],
    bad: [
      client({ scopes: {} }),
      client({ scopes: { [notes]: [] } }),
      client({ scopes: { 'https://gone.example': ['read'] } }),
      client({ resource_parameter: 'audience' }),
    ],
    apart: [machine],
  },
  'mcp-2026-07-28 refresh-grant': {
    good: [client()],
    bad: [client({ grant_types: ['authorization_code'] })],
    apart: [machine],
  },
  'mcp-2026-07-28 token-lifetime': clientLife,
};

const audience: Cases<ResourceFacts> = {
  good: [resource(), resource({ token_format: 'opaque' }, { served: ['notes'] })],
  bad: [resource({ token_format: 'opaque' })],
};
const resourceLife: Cases<ResourceFacts> = {
  good: [resource(), resource({ access_token_ttl_seconds: 600 })],
  bad: [resource({}, { server: server({ accessTokenSeconds: 3601 }) })],
};
const unregisteredOnly = (scopes: object) =>
  resource({}, { reachedBy: [], server: server({ unregistered: unregisteredClients.parse({ scopes }) }) });

const ofResources: Readonly<Record<string, Cases<ResourceFacts>>> = {
  'oauth21 https': {
    good: [resource()],
    bad: [named('http://notes.example.com')],
    apart: [named('urn:example:notes')],
  },
  'oauth21 audience': audience,
  'oauth21 token-lifetime': resourceLife,
  'mcp-2026-07-28 canonical-uri': {
    good: [resource(), named('https://notes.example.com')],
    bad: [
      'http://notes.example.com',
      'urn:example:notes',
      'https://Notes.example.com',
      'https://notes.example.com/#a',
    ].map(named),
  },
  'mcp-2026-07-28 no-trailing-slash': { good: [resource()], bad: [named('https://notes.example.com/')] },
  'mcp-2026-07-28 audience': audience,
  'mcp-2026-07-28 token-lifetime': resourceLife,
  'mcp-2026-07-28 scopes': {
    good: [resource(), resource({ scopes: { read: { de: 'Notizen lesen' } } })],
    bad: [resource({ scopes: {} }), resource({ scopes: { read: 'read' } })],
  },
  'mcp-2026-07-28 no-offline-access': {
    good: [resource()],
    bad: [resource({ scopes: { offline_access: 'Stay signed in' } })],
  },
  'mcp-2026-07-28 reachable': {
    good: [resource(), unregisteredOnly({ [notes]: ['read'] })],
    bad: [unregisteredOnly({}), resource({}, { reachedBy: [], server: server({ unregistered: undefined }) })],
  },
};

const https: Cases<ServerFacts> = { good: [server()], bad: [server({ issuer: 'http://id.example.com' })] };
const removed: Cases<ServerFacts> = {
  good: [server()],
  bad: [server({ responseTypes: ['code', 'token'] }), server({ responseTypes: ['id_token'] })],
};
const serverLife: Cases<ServerFacts> = { good: [server()], bad: [server({ accessTokenSeconds: 3601 })] };
const registering = (mode: string) => server({ unregistered: unregisteredClients.parse({ registration: { mode } }) });

const ofServers: Readonly<Record<string, Cases<ServerFacts>>> = {
  'oauth21 https': https,
  'oauth21 removed-grants': removed,
  'oauth21 tokens-not-in-query': { good: [server()], bad: [server({ acceptsTokensInQuery: true })] },
  'oauth21 code-lifetime': {
    good: [server({ authorizationCodeSeconds: 600 })],
    bad: [server({ authorizationCodeSeconds: 601 })],
  },
  'oauth21 code-lifetime-short': { good: [server()], bad: [server({ authorizationCodeSeconds: 61 })] },
  'oauth21 token-lifetime': serverLife,
  'mcp-2026-07-28 redirect-host-shown': { good: [], bad: [], apart: [server({ unregistered: undefined })] },
  'oauth21 unregistered-clients': { good: [], bad: [], apart: [server({ unregistered: undefined })] },
  'mcp-2026-07-28 https': https,
  'mcp-2026-07-28 oauth21': removed,
  'mcp-2026-07-28 public-clients': {
    good: [server()],
    bad: [server({ authenticationMethods: ['client_secret_basic'] })],
  },
  'mcp-2026-07-28 token-lifetime': serverLife,
  'mcp-2026-07-28 client-id-metadata-documents': {
    good: [server()],
    bad: [server({ unregistered: undefined }), registering('open')],
  },
  'mcp-2026-07-28 dynamic-registration': { good: [server(), registering('open'), registering('token')], bad: [] },
};

const all: [string, Profile][] = Object.entries(profiles);

/** What the rule says of each of them. */
const resultsOf = <Facts>(rule: Rule<Facts>, facts: readonly Facts[] = []): Result[] =>
  facts.map((one) => judge([rule], one)[0]!.result);

function describeRules<Facts>(
  kind: string,
  rulesOf: (profile: Profile) => readonly Rule<Facts>[],
  cases: Readonly<Record<string, Cases<Facts>>>,
): void {
  describe(`rules about a ${kind}`, () => {
    const rules = all.flatMap(([name, profile]) => rulesOf(profile).map((rule) => ({ name, id: rule.id, rule })));

    test.each(rules)('$name: $id holds for what is right, and fails for what is not', ({ name, id, rule }) => {
      const { good, bad, apart } = cases[`${name} ${id}`] ?? { good: [], bad: [] };
      expect(resultsOf(rule, good)).toEqual(good.map(() => 'holds'));
      expect(resultsOf(rule, bad)).toEqual(bad.map(() => 'fails'));
      expect(resultsOf(rule, apart)).toEqual((apart ?? []).map(() => 'not_applicable'));
      for (const one of bad) expect(judge([rule], one)[0]?.advice).toMatch(/^[A-Z].*\.$/u);
    });

    test('those that nothing stored decides are shown by tests that there are, or asked over the network', () => {
      const claims = parse(readFileSync(path.join(rootDirectory, 'docs/requirements.yaml'), 'utf8')) as {
        name: string;
      }[];
      const known = new Set(claims.map(({ name }) => name));
      const facts = { server: server(), resource: resource(), client: client() }[kind] as Facts;
      for (const { name, id, rule } of rules) {
        const [finding] = judge([rule], facts);
        if (!cases[`${name} ${id}`])
          expect([id, finding?.result]).toEqual([id, expect.stringMatching(/^(?:tested|not_checked)$/u)]);
        if (finding?.result !== 'tested') continue;
        const requirement = /\((.+) in docs\/requirements\.md\)/u.exec(finding.advice)?.[1];
        expect([id, known.has(requirement ?? '')]).toEqual([id, true]);
      }
    });

    test('each has a name of its own, and says where it is required', () => {
      const ids = rules.map(({ name, id }) => `${name} ${id}`);
      expect(new Set(ids).size).toBe(ids.length);
      expect(Object.keys(cases).filter((one) => !ids.includes(one))).toEqual([]);
      for (const { rule } of rules) {
        expect(rule.requirement).toMatch(/^[\w].*\.$/u);
        expect(rule.section).not.toBe('');
      }
    });
  });
}

describeRules('server', ({ server: rules }) => rules as readonly Rule<ServerFacts>[], ofServers);
describeRules('resource', ({ resource: rules }) => rules as readonly Rule<ResourceFacts>[], ofResources);
describeRules('client', ({ client: rules }) => rules, ofClients);

const served = {
  issuer,
  code_challenge_methods_supported: ['S256'],
  authorization_response_iss_parameter_supported: true,
  client_id_metadata_document_supported: true,
};
const metadata = { resource: notes, authorization_servers: [issuer], scopes_supported: ['read'] };
const wwwAuthenticate = `Bearer resource_metadata="https://notes.example.com/.well-known/oauth-protected-resource/mcp", scope="read"`;
const answers: ResourceAnswers = { inserted: metadata, root: undefined, challenge: { status: 401, wwwAuthenticate } };
const { server: mcpServer, resource: mcpResource }: Profile = profiles['mcp-2026-07-28'];

/** Rules that fail for these answers, of those that judge answers. */
const failingOf = (given: Partial<ResourceAnswers>) =>
  withAnswers(
    mcpResource,
    judge(mcpResource as readonly Rule<ResourceFacts>[], resource()),
    { ...answers, ...given },
    {
      issuer,
      id: notes,
    },
  )
    .filter(({ result }) => result === 'fails')
    .map(({ rule }) => rule);
const failingOfServer = (given: Partial<ServerAnswers>) =>
  withAnswers(
    mcpServer,
    judge(mcpServer as readonly Rule<ServerFacts>[], server()),
    { oauth: served, openid: served, ...given },
    { issuer, id: issuer },
  )
    .filter(({ result }) => result === 'fails')
    .map(({ rule }) => rule);

describe('what is asked over the network', () => {
  test('an API that says all of it holds all of it', () => {
    expect(failingOf({})).toEqual([]);
    expect(failingOf({ inserted: undefined, root: { ...metadata, resource: `${notes}/` } })).toEqual([]);
    expect(
      failingOf({ challenge: { status: 401, wwwAuthenticate: 'Bearer scope=read, resource_metadata=/m' } }),
    ).toEqual([]);
  });

  test('an API without metadata, with those of another, or that trusts another server', () => {
    const missing = ['resource-metadata', 'authorization-servers'];
    expect(failingOf({ inserted: undefined })).toEqual(missing);
    expect(failingOf({ inserted: { ...metadata, resource: 'https://other.example.com' } })).toEqual(missing);
    expect(failingOf({ inserted: { ...metadata, authorization_servers: ['https://evil.example'] } })).toEqual([
      'authorization-servers',
    ]);
    expect(failingOf({ inserted: { ...metadata, authorization_servers: 'x' } })).toEqual(['authorization-servers']);
  });

  test('an API that lets callers in, says too little, or asks for offline_access', () => {
    expect(failingOf({ challenge: undefined })).toEqual(['challenge', 'challenge-scope']);
    expect(failingOf({ challenge: { status: 200, wwwAuthenticate } })).toEqual(['challenge']);
    expect(failingOf({ challenge: { status: 401, wwwAuthenticate: 'Bearer' } })).toEqual([
      'challenge',
      'challenge-scope',
    ]);
    expect(failingOf({ inserted: { ...metadata, scopes_supported: ['read', 'offline_access'] } })).toEqual([
      'no-offline-access-said',
    ]);
    const greedy = wwwAuthenticate.replace('"read"', '"read offline_access"');
    expect(failingOf({ challenge: { status: 401, wwwAuthenticate: greedy } })).toEqual(['no-offline-access-said']);
  });

  test('a server whose metadata are another, or lack what clients look for', () => {
    expect(failingOfServer({})).toEqual([]);
    expect(failingOfServer({ openid: undefined })).toEqual([]);
    expect(failingOfServer({ oauth: undefined, openid: undefined })).toEqual([
      'discovery',
      'pkce-announced',
      'issuer-identification',
      'client-id-metadata-documents',
    ]);
    const bare = { issuer, code_challenge_methods_supported: ['plain'] };
    expect(failingOfServer({ openid: bare })).toEqual([
      'pkce-announced',
      'issuer-identification',
      'client-id-metadata-documents',
    ]);
    const other = { ...served, issuer: 'https://other.example.com' };
    expect(failingOfServer({ oauth: other, openid: other })).toEqual(['discovery']);
  });
});
