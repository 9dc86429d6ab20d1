/** The API as the web app sees it: checks signature and audience of tokens, and answers what the test says. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { TestCertificates } from '@gatehouse/testkit';
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';

/** The API and the levers of a test. */
export interface AnApi {
  readonly origin: string;
  /** Method and path of the requests that came with a good token. */
  readonly requests: string[];
  /** Tokens refused from now on, as if they had been revoked. */
  readonly revoked: Set<string>;
  /** The tokens that came. */
  readonly tokens: string[];
  /** Answers this instead of an invoice, while set. */
  failWith: number | undefined;
  status: 'open' | 'approved';
  stop(): Promise<void>;
}

const secondFactor = 'urn:example:2fa';

/** @param issuer whose tokens it takes */
export async function anApi(options: { port: number; issuer: string; certificates: TestCertificates }): Promise<AnApi> {
  const { certificates, issuer, port } = options;
  const origin = `https://localhost:${port}`;
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));
  const levers = { failWith: undefined as number | undefined, status: 'open' as AnApi['status'] };
  const requests: string[] = [];
  const tokens: string[] = [];
  const revoked = new Set<string>();

  async function claimsOf(req: IncomingMessage): Promise<JWTPayload | undefined> {
    const [scheme, token = ''] = (req.headers.authorization ?? '').split(' ');
    if (scheme !== 'Bearer' || revoked.has(token)) return undefined;
    tokens.push(token);
    return jwtVerify(token, keys, { issuer, audience: origin, typ: 'at+jwt' }).then(
      ({ payload }) => payload,
      () => undefined,
    );
  }

  function invoice(id: string) {
    return {
      id,
      number: 'INV-2026-0001',
      department: 'Finance',
      owner: 'alice',
      customer: 'Brewster & <Sons>',
      amount_minor: 124_050,
      currency: 'EUR',
      due_on: '2026-12-03',
      status: levers.status,
      created_at: '2026-11-01T00:00:00.000Z',
      approved_at: levers.status === 'approved' ? '2026-11-22T09:00:00.000Z' : null,
      approved_by: null,
    };
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
      void res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    const claims = await claimsOf(req);
    if (claims === undefined) return json(401, {}, { 'www-authenticate': 'Bearer error="invalid_token"' });
    const { pathname, search } = new URL(req.url ?? '/', origin);
    requests.push(`${req.method} ${pathname}${search}`);
    if (levers.failWith === 401) return json(401, {}, { 'www-authenticate': 'Bearer error="invalid_token"' });
    if (levers.failWith !== undefined) return json(levers.failWith, {}, { 'retry-after': '7' });
    if (pathname.endsWith('/approve')) {
      if (claims['acr'] !== secondFactor) {
        const challenge = `Bearer error="insufficient_user_authentication", acr_values="${secondFactor}", max_age="300"`;
        return json(401, {}, { 'www-authenticate': challenge });
      }
      levers.status = 'approved';
    }
    if (pathname === '/invoices')
      return json(200, { items: [invoice('7d0b1c55-31c6-4bd2-9d56-a2f4f3b8c001')], next_cursor: 'next.page' });
    return json(200, invoice(pathname.split('/')[2] ?? ''));
  }

  const server = createServer(
    {
      cert: readFileSync(certificates.certFile('resource-server')),
      key: readFileSync(certificates.keyFile('resource-server')),
    },
    (req, res) => void answer(req, res),
  );
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(levers, {
    origin,
    requests,
    tokens,
    revoked,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}
