import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rootDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Express } from 'express';
import type { ExpressResourceServer } from '../src/express.ts';
import { createSigningKey, type SigningKey } from '../src/testing/signing.ts';
import { type LocalServer, listening } from './issuers.ts';
import { packageFolder } from './readme.ts';

type Json = Readonly<Record<string, unknown>>;
type Claims = Readonly<Record<'none' | 'scope' | 'role' | 'idToken', Json>>;

const document = readFileSync(join(rootDirectory, 'docs/migrate.md'), 'utf8');
const programs = new Map(
  [...document.matchAll(/```js\n\/\/ (.+)\n([^]+?)```/g)].map(([, name, code]) => [name as string, code as string]),
);
const SHOWN_ISSUER = 'https://login.example.com';
const now = (): number => Math.floor(Date.now() / 1000);

/** What the issuer of each example writes into an access token, and into an ID token whose audience is the API. */
const PACKAGES: Readonly<Record<string, { issuer: string; audience: string; claims: Claims }>> = {
  'express-oauth2-jwt-bearer': {
    issuer: '/',
    audience: 'https://api.example.com',
    claims: {
      none: { azp: 'web', scope: 'openid', permissions: [] },
      scope: { azp: 'web', scope: 'openid orders:write' },
      role: { azp: 'web', scope: 'openid', permissions: ['orders:delete'] },
      idToken: { sid: 's', nonce: 'n', email: 'alice@example.org' },
    },
  },
  'express-jwt': {
    issuer: '/realms/shop',
    audience: 'https://api.example.com',
    claims: {
      none: { typ: 'Bearer', azp: 'web', jti: 'j', scope: 'openid' },
      scope: { typ: 'Bearer', azp: 'web', jti: 'j', scope: 'openid orders:write' },
      role: { typ: 'Bearer', azp: 'web', jti: 'j', scope: 'openid', realm_access: { roles: ['manager'] } },
      idToken: { typ: 'ID', azp: 'web', jti: 'j', sid: 's', at_hash: 'h' },
    },
  },
  'passport-jwt': {
    issuer: '/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0',
    audience: '11112222-bbbb-3333-cccc-4444dddd5555',
    claims: {
      none: { ver: '2.0', tid: 't', azp: 'web', nbf: 0, scp: 'orders:read' },
      scope: { ver: '2.0', tid: 't', azp: 'web', nbf: 0, scp: 'orders:write' },
      role: { ver: '2.0', tid: 't', azp: 'web', nbf: 0, scp: 'orders:read', roles: ['manager'] },
      idToken: { ver: '2.0', tid: 't', nbf: 0, nonce: 'n', preferred_username: 'alice@example.org' },
    },
  },
};

interface Asked {
  readonly method?: string;
  readonly kind?: keyof Claims;
  /** Put over the claims, given the audience; `undefined` leaves one out. */
  readonly claims?: (audience: string) => Json;
  readonly place?: 'query' | 'twice' | 'nowhere';
  readonly away?: boolean;
}

/** The requests of the tables, by what stands in their first column. */
const REQUESTS: Readonly<Record<string, Asked>> = {
  'a good token': {},
  'a token with the scope': { method: 'POST', kind: 'scope' },
  'a token without the scope': { method: 'POST' },
  'a token with the role': { method: 'DELETE', kind: 'role' },
  'a token without the role': { method: 'DELETE' },
  'no token': { place: 'nowhere' },
  'an expired token': { claims: () => ({ exp: now() - 60 }) },
  'a token for another API': { claims: () => ({ aud: 'https://other.example.com' }) },
  'an ID token for the same audience': { kind: 'idToken' },
  'a token that is also for another API': { claims: (audience) => ({ aud: [audience, 'https://other.example.com'] }) },
  'a token without `exp`': { claims: () => ({ exp: undefined }) },
  'a token without `iat`': { claims: () => ({ iat: undefined }) },
  'a token in the query, `?access_token=`': { place: 'query' },
  'two Authorization headers': { place: 'twice' },
  'a good token, and the keys cannot be fetched': { away: true },
};

let key: SigningKey;
let issuer: LocalServer;
let folder: string;
const opened: { close(): unknown }[] = [];
const addresses = new Map<string, string>();

beforeAll(async () => {
  key = await createSigningKey('RS256');
  issuer = await listening((asked, response, url) => {
    const [path] = (asked.url as string).split('/.well-known/');
    if (asked.url?.includes('/away') === true) response.writeHead(500).end();
    else if (path === asked.url) response.end(JSON.stringify({ keys: [key.publicJwk] }));
    else response.end(JSON.stringify({ issuer: `${url}${path === '' ? '/' : path}`, jwks_uri: `${url}/keys` }));
  });
  opened.push(issuer);
  // Below the package, so that what the programs import is found as its own files find it; where no check of this repository looks.
  const cache = join(packageFolder, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'migrate-'));
});

afterAll(() => {
  for (const one of opened) one.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a program of the document as it stands but for the address of its issuer; gives back its own address. */
async function started(name: string, away: boolean): Promise<string> {
  const file = `${name.replaceAll(/\W+/g, '-')}${away ? '-away' : ''}.mjs`;
  const known = addresses.get(file);
  if (known !== undefined) return known;
  const code = (programs.get(name) as string).replaceAll(SHOWN_ISSUER, `${issuer.url}${away ? '/away' : ''}`);
  writeFileSync(join(folder, file), code);
  const { app, api } = (await import(pathToFileURL(join(folder, file)).href)) as {
    app: Express;
    api?: ExpressResourceServer;
  };
  if (api !== undefined) opened.push(api);
  const server: Server = createServer(app);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  opened.push({ close: () => (server.closeAllConnections(), server.close()) });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  addresses.set(file, address);
  return address;
}

interface Answer {
  readonly status: number;
  readonly code: unknown;
  readonly headers: IncomingMessage['headers'];
}

async function answer(name: string, when: 'before' | 'after', asked: Asked): Promise<Answer> {
  const { method = 'GET', kind = 'none', claims, place, away = false } = asked;
  const example = PACKAGES[name] as (typeof PACKAGES)[string];
  const address = await started(`${name}, ${when}`, away);
  const token = key.signJws(
    { alg: 'RS256', typ: 'JWT', kid: key.publicJwk.kid },
    {
      iss: `${issuer.url}${away ? '/away' : ''}${example.issuer}`,
      sub: 'alice',
      aud: example.audience,
      iat: now() - 1,
      exp: now() + 600,
      ...example.claims[kind],
      ...claims?.(example.audience),
    },
  );
  const authorization = ['authorization', `Bearer ${token}`];
  const times = { nowhere: 0, query: 0, twice: 2 } as const;
  const headers = Array.from({ length: place === undefined ? 1 : times[place] }, () => authorization).flat();
  const url = `${address}/orders${place === 'query' ? `?access_token=${token}` : ''}`;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest(url, { method, headers: ['host', 'api.example.com', ...headers] }, resolve)
      .once('error', reject)
      .end();
  });
  const body = Buffer.concat(await response.toArray()).toString();
  const isJson = response.headers['content-type']?.startsWith('application/') === true;
  const { code } = (isJson ? JSON.parse(body) : {}) as { code?: unknown };
  return { status: response.statusCode as number, code, headers: response.headers };
}

function row(request: string, before: Answer, after: Answer): string {
  const code = after.status === 200 ? '' : ` \`${after.code as string}\``;
  return `| ${request} | ${before.status} | ${after.status}${code} |`;
}

describe('docs/migrate.md', () => {
  it('shows a whole program before and after for each package, of 25 lines at most', () => {
    const names = Object.keys(PACKAGES).flatMap((name) => [`${name}, before`, `${name}, after`]);
    expect([...programs.keys()]).toEqual(names);
    expect(document.match(/```/g)).toHaveLength(2 * names.length);
    for (const code of programs.values()) expect(code.trim().split('\n').length).toBeLessThanOrEqual(25);
  });

  describe.each(Object.keys(PACKAGES))('%s', (name) => {
    const shown = [...(document.split(`// ${name}, after`)[1] as string).matchAll(/^\| .+ \| \d+ \| .+ \|$/gm)]
      .map(([line]) => line)
      .slice(0, Object.keys(REQUESTS).length);

    const seen = new Map<string, { before: Answer; after: Answer }>();

    beforeAll(async () => {
      // In this order: the last starts other programs, and passport has one strategy of a name in a process.
      for (const [request, asked] of Object.entries(REQUESTS))
        seen.set(request, { before: await answer(name, 'before', asked), after: await answer(name, 'after', asked) });
    });

    it('answers every request as the document says, before and after', () => {
      const rows = [...seen].map(([request, { before, after }]) => row(request, before, after));
      expect(rows).toEqual(shown);
    });

    it.each([
      ['a good token', 200, 200],
      ['a token with the scope', 200, 200],
      ['a token with the role', 200, 200],
      ['a token without the scope', 403, 403],
      ['no token', 401, 401],
      ['an ID token for the same audience', 200, 401],
      ['a token that is also for another API', 200, 401],
      ['two Authorization headers', 200, 400],
    ])('%s: before %d, after %d', (request, before, after) => {
      const answers = seen.get(request);
      expect([answers?.before.status, answers?.after.status]).toEqual([before, after]);
    });

    it('says afterwards what is missing and where the metadata are, and 503 with Retry-After', async () => {
      const { headers } = await answer(name, 'after', { method: 'POST' });
      expect(headers['www-authenticate']).toMatch(/^Bearer .*error="insufficient_scope".*scope="orders:write"/);
      expect(headers['www-authenticate']).toContain(
        'resource_metadata="https://api.example.com/.well-known/oauth-protected-resource"',
      );
      const metadata = await fetch(`${await started(`${name}, after`, false)}/.well-known/oauth-protected-resource`);
      expect(await metadata.json()).toMatchObject({ resource: 'https://api.example.com' });
      const away = await answer(name, 'after', { away: true });
      expect([away.status, away.headers['retry-after']]).toEqual([503, expect.stringMatching(/^\d+$/)]);
    });
  });
});
