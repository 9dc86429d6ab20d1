/**
 * A stand-in for the admin API over TLS: a test says what it answers. It takes tokens bound to a key only (DPoP), and keeps a list of
 * every request that OpenAPI does not name.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { rootDirectory, type TestCertificates } from '@gatehouse/testkit';
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader, type JWK } from 'jose';

/** What was asked. */
export interface AdminCall {
  readonly method: string;
  /** Below `/admin/v1`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
}

/** What is answered; the status is 200 when it is left out. */
export interface AdminReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The stand-in. */
export interface AnAdminApi {
  readonly calls: AdminCall[];
  /** What OpenAPI does not name: must stay empty. */
  readonly unnamed: string[];
  /** Answers `GET /clients/web-app`; undefined is 404. */
  answer: (call: AdminCall) => AdminReply | undefined;
  stop(): Promise<void>;
}

interface OpenApi {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly parameters?: readonly { in: string; name: string }[] }>>>
  >;
}

/** What of a request OpenAPI does not name. @param path below `/admin/v1` */
export function faultsAgainst({ paths }: OpenApi, method: string, path: string, query: URLSearchParams): string[] {
  const template = Object.keys(paths)
    .toSorted((a, b) => a.split('{').length - b.split('{').length)
    .find((one) => new RegExp(`^${one.replaceAll(/\{[^}]+\}/gu, '[^/]+')}$`, 'u').test(path));
  const operation = template === undefined ? undefined : paths[template]?.[method.toLowerCase()];
  if (operation === undefined) return [`${method} ${path}`];
  const ofQuery = (operation.parameters ?? []).filter((one) => one.in === 'query');
  const known = new Set(ofQuery.map(({ name }) => name));
  return [...query.keys()].filter((name) => !known.has(name)).map((name) => `${method} ${path}?${name}`);
}

/** @param paths further operations, for tests of what all pages have in common */
export async function anAdminApi(options: {
  port: number;
  certificates: TestCertificates;
  paths?: OpenApi['paths'];
}): Promise<AnAdminApi> {
  const openApi = JSON.parse(readFileSync(join(rootDirectory, 'docs/openapi/admin.json'), 'utf8')) as OpenApi;
  const named: OpenApi = { paths: { ...openApi.paths, ...options.paths } };
  const api: AnAdminApi = {
    calls: [],
    unnamed: [],
    answer: () => undefined,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const server = createServer(
    {
      cert: readFileSync(options.certificates.certFile('resource-server')),
      key: readFileSync(options.certificates.keyFile('resource-server')),
    },
    (req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (chunk: Buffer) => chunks.push(chunk));
      req.on('end', () => {
        void (async () => {
          const url = new URL(req.url ?? '/', `https://localhost:${options.port}`);
          const method = req.method ?? 'GET';
          const text = Buffer.concat(chunks).toString('utf8');
          const path = url.pathname.replace(/^\/admin\/v1/u, '');
          const headers = req.headers as Record<string, string | undefined>;
          const call: AdminCall = {
            method,
            path,
            query: url.searchParams,
            headers,
            body: text === '' ? undefined : (JSON.parse(text) as unknown),
          };
          api.unnamed.push(...faultsAgainst(named, method, path, url.searchParams));
          api.calls.push(call);
          const isBound = await boundToKey(headers, method, url);
          const reply = isBound
            ? api.answer(call)
            : { status: 401, headers: { 'www-authenticate': 'DPoP error="invalid_token"' } };
          const { status = 200, body, headers: more } = reply ?? problem(404, 'not_found', 'There is no such object.');
          res.writeHead(status, { 'content-type': 'application/json', ...more });
          res.end(body === undefined ? undefined : JSON.stringify(body));
        })();
      });
    },
  );
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  return api;
}

/** A refusal as the API writes it (RFC 9457). */
export const problem = (status: number, code: string, detail: string, more: object = {}): AdminReply => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: { type: 'about:blank', title: code, status, code, detail, correlation_id: 'a-correlation', ...more },
});

/** Whether token and proof fit each other and the request (RFC 9449, section 4.3; signatures are not looked at). */
async function boundToKey(
  headers: Readonly<Record<string, string | undefined>>,
  method: string,
  url: URL,
): Promise<boolean> {
  const [scheme, token = ''] = headers['authorization']?.split(' ') ?? [];
  const proof = headers['dpop'];
  if (scheme !== 'DPoP' || proof === undefined) return false;
  const claims = decodeJwt(proof);
  const { jwk } = decodeProtectedHeader(proof);
  const { cnf } = decodeJwt<{ cnf?: { jkt?: string } }>(token);
  return (
    claims['htm'] === method &&
    claims['htu'] === url.origin + url.pathname &&
    claims['ath'] === createHash('sha256').update(token).digest('base64url') &&
    cnf?.jkt === (await calculateJwkThumbprint(jwk as JWK))
  );
}
