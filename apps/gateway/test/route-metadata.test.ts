/** The document of each route's resource (RFC 9728), and the challenges that lead there. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createRouteMetadata } from '../src/route-metadata.ts';
import { type Route, routesSchema } from '../src/route-schema.ts';
import { type AGateway, aGateway } from './a-gateway.ts';

const wellKnown = '/.well-known/oauth-protected-resource';
let gateway: AGateway;
beforeAll(async () => {
  gateway = await aGateway({
    route: { scopes: ['invoice_read'] },
    routes: [
      { path: '/files/v1/*', methods: ['GET'], accept: ['access_token', 'basic'] },
      { path: '/files/v1/*', methods: ['PUT'], scopes: ['files_write', 'invoice_read'] },
      { path: '/open', audience: undefined, accept: [] },
      { path: '/mcp/*' },
      { path: '/notes/*', challenge_scopes: ['notes_read'] },
      { path: `${wellKnown}/mcp`, audience: undefined, accept: [] },
      { host: 'api.example.com', path: '/*' },
    ],
    env: { GATEWAY_AUTHORIZE_CALLERS: '127.0.0.1' },
  });
});
afterAll(() => gateway?.stop());
beforeEach(() => {
  gateway.arrived.length = 0;
});

const documentOf = (path: string, headers: Record<string, string> = {}) => gateway.call(wellKnown + path, { headers });
const leadsTo = (challenge: unknown) => /resource_metadata="(?<url>[^"]*)"/u.exec(String(challenge))?.groups?.['url'];

const parse = (resource: string) =>
  routesSchema.safeParse({
    routes: [
      {
        path: '/x/*',
        upstream: 'https://x.example',
        audience: 'https://x.example',
        accept: ['access_token'],
        resource,
      },
    ],
  });

const make = (resource: string) =>
  createRouteMetadata({
    routes: parse(resource).data?.routes as Route[],
    publicOrigin: 'https://gateway.example',
    audience: 'https://gateway.example',
    document: () => ({}),
  });

describe('RFC 9728: a route', () => {
  it('has a document that names it as clients see it, which every page reads', async () => {
    for (const path of ['/api', '/files/v1']) {
      const answer = await documentOf(path, { origin: 'https://any.example' });
      expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, '*']);
      expect(answer.headers['content-type']).toBe('application/json');
      expect(answer.body).toMatchObject({
        resource: gateway.origin + path,
        authorization_servers: [gateway.issuer.issuer],
        scopes_supported: path === '/api' ? ['invoice_read'] : ['files_write', 'invoice_read'],
      });
    }
    const other = await documentOf('', { host: 'api.example.com' });
    expect(other.body).toMatchObject({ resource: 'http://api.example.com' });
    expect((await documentOf('')).body).toMatchObject({ resource: gateway.origin });
    expect((await documentOf('/api?x=1')).status).toBe(200);
    const head = await gateway.call(`${wellKnown}/api`, { method: 'HEAD' });
    expect([head.status, head.text, Number(head.headers['content-length']) > 0]).toEqual([200, '', true]);
    const preflight = await gateway.call(`${wellKnown}/api`, { method: 'OPTIONS' });
    expect([preflight.status, preflight.headers['access-control-allow-methods']]).toEqual([204, 'GET']);
    expect((await gateway.call(`${wellKnown}/api`, { method: 'DELETE' })).status).toBe(405);
    expect(gateway.arrived).toEqual([]);
  });

  it('has none when it lets everybody in, and leaves a service its own', async () => {
    for (const path of ['/open', '/nowhere', '/api/x', '/api/', '/files'])
      expect([path, (await documentOf(path)).status]).toEqual([path, 404]);
    expect((await documentOf('/mcp')).body.path).toBe(`${wellKnown}/mcp`);
    expect(gateway.arrived).toHaveLength(1);
  });

  it('leads there in every challenge', async () => {
    const bad = `${(await gateway.issuer.issueToken({ subject: 'alice' })).slice(0, -4)}AAAA`;
    const elsewhere = await gateway.issuer.issueToken({ audience: 'https://elsewhere.example' });
    const poor = await gateway.issuer.issueToken({ subject: 'alice', scope: 'invoice_read' });
    const cases: [status: number, path: string, call: Parameters<AGateway['call']>[1]][] = [
      [401, '/files/v1/x', {}],
      [401, '/files/v1/x', { token: bad }],
      [401, '/files/v1/x', { token: elsewhere }],
      [401, '/files/v1/x', { headers: { authorization: `DPoP ${poor}` } }],
      [401, '/files/v1/x', { headers: { authorization: `Basic ${Buffer.from('robot:wrong').toString('base64')}` } }],
      [403, '/files/v1/x', { token: poor, method: 'PUT' }],
      [401, '/.gatehouse/authorize/files/v1/x', { token: bad }],
      [401, '/.gatehouse/authorize/files/v1/x', {}],
    ];
    for (const [status, path, call] of cases) {
      const { status: given, headers } = await gateway.call(path, call);
      expect([path, call, given]).toEqual([path, call, status]);
      const led = leadsTo(headers['www-authenticate']);
      expect([path, call, led]).toEqual([path, call, `${gateway.origin}${wellKnown}/files/v1`]);
      expect(String(headers['www-authenticate']).split('resource_metadata=').slice(1).join()).not.toContain(
        `${wellKnown}"`,
      );
    }
    const other = await gateway.call('/x', { headers: { host: 'api.example.com' } });
    expect(String(other.headers['www-authenticate'])).not.toContain('scope=');
    expect(leadsTo(other.headers['www-authenticate'])).toBe(`http://api.example.com${wellKnown}`);
  });

  it('says in its 401 and in its document which scopes to ask for to begin with', async () => {
    const bad = `${(await gateway.issuer.issueToken({ subject: 'alice' })).slice(0, -4)}AAAA`;
    for (const call of [{}, { token: bad }]) {
      const scopes = async (path: string) =>
        String((await gateway.call(path, { method: 'PUT', ...call })).headers['www-authenticate']).match(
          /(?<=^Bearer (?:.*, )?scope=")[^"]*/gu,
        );
      // Those that are needed, unless the route says others.
      expect(await scopes('/files/v1/x')).toEqual(['files_write invoice_read']);
      expect(await scopes('/notes/x')).toEqual(['notes_read']);
    }
    expect((await documentOf('/notes')).body).toMatchObject({ scopes_supported: ['notes_read'] });
    // They are told, not needed.
    const token = await gateway.issuer.issueToken({ subject: 'alice', scope: 'notes_write' });
    expect((await gateway.call('/notes/x', { token })).status).toBe(200);
  });

  it('leads there in the challenges of its service too, which knows nothing of it', async () => {
    const challenge =
      'Bearer error="insufficient_scope", error_description="a \\"resource_metadata=x\\" in text", scope="files_write", ' +
      'resource_metadata="https://inside.example/.well-known/oauth-protected-resource/x", DPoP resource_metadata=y';
    gateway.serve = (_request, response) => response.writeHead(403, { 'www-authenticate': challenge }).end();
    try {
      const token = await gateway.issuer.issueToken({ subject: 'alice', scope: 'invoice_read' });
      for (const [path, resource] of [
        ['/files/v1/x', '/files/v1'],
        ['/mcp/x', '/mcp'],
      ]) {
        const { status, headers } = await gateway.call(path!, { token });
        const url = `"${gateway.origin}${wellKnown}${resource}"`;
        expect([status, headers['www-authenticate']]).toEqual([
          403,
          'Bearer error="insufficient_scope", error_description="a \\"resource_metadata=x\\" in text", scope="files_write", ' +
            `resource_metadata=${url}, DPoP resource_metadata=${url}`,
        ]);
      }
      // Where everybody gets in, the service alone says who gets how far.
      expect((await gateway.call('/open')).headers['www-authenticate']).toBe(challenge);
    } finally {
      gateway.serve = undefined;
    }
  });

  it('takes the tokens that its document has clients ask for, and those of no other route', async () => {
    const token = await gateway.issuer.issueToken({
      subject: 'alice',
      scope: 'invoice_read',
      audience: `${gateway.origin}/files/v1`,
    });
    expect((await gateway.call('/files/v1/x', { token })).status).toBe(200);
    for (const path of ['/api/x', '/mcp/x']) expect((await gateway.call(path, { token })).status).toBe(401);
  });
});

describe('RFC 9728: the setting', () => {
  it('names another resource of the same origin, such as that of the gateway', () => {
    const { urlOf, resourceOf } = make('https://gateway.example');
    const route = parse('https://gateway.example').data?.routes[0] as Route;
    expect([resourceOf(route), urlOf(route)]).toEqual([
      'https://gateway.example',
      `https://gateway.example${wellKnown}`,
    ]);
    expect(() => make('https://elsewhere.example/x')).toThrow('must be at https://gateway.example');
    for (const wrong of ['x', 'https://gateway.example/x?y', 'https://gateway.example/#y'])
      expect(parse(wrong).success).toBe(false);
  });
});
