/**
 * The admin API over HTTP: an Express router around `admin.ts`. It answers everything below `/admin/v1`. What the API says of itself needs
 * no token: it is there where the API is, and says nothing of this server.
 */
import { jsonBody, originOf } from '@gatehouse/http';
import { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import type { AdminApi } from './admin.ts';
import type { AdminResponse } from './exchange.ts';
import { mergePatchType } from './merge-patch.ts';
import type { ServedDocument } from './openapi/served.ts';
import type { AdminCaller } from './operation.ts';
import { Problem } from './problem.ts';

/** Names the caller, or throws Problem. */
export type Authenticate = (request: Request, response: Response) => Promise<AdminCaller>;

/** Registries are the largest bodies there are. */
const longestBody = 1024 * 1024;

const codes: Readonly<Record<number, 'content_too_large' | 'unsupported_media_type'>> = {
  413: 'content_too_large',
  415: 'unsupported_media_type',
};

/** A refusal of the body reader in our words. */
function problemOfBody(error: unknown): Problem {
  const { status, message } = error as { status?: number; message?: string };
  if (status === undefined || status >= 500) throw error;
  return new Problem(codes[status] ?? 'invalid_request', message ?? 'The body cannot be read.');
}

/**
 * @param authenticate names the caller before anything of the body is read
 * @param documents what is served to everybody, by its path
 */
export function adminRouter(
  api: AdminApi,
  authenticate: Authenticate,
  documents: ReadonlyMap<string, () => ServedDocument>,
): RequestHandler {
  const router = Router({ caseSensitive: true, strict: true });
  const readBody = jsonBody(longestBody);
  const readPatch = jsonBody(longestBody, [mergePatchType]);
  const refused: ErrorRequestHandler = (error, request, response, _next) => {
    send(response, api.refuse(error instanceof Problem ? error : problemOfBody(error), { origin: originOf(request) }));
  };
  // Pages of other sites ask before they call (CORS), and are let in by nothing.
  router.options('/{*rest}', () => {
    throw new Problem('method_not_allowed', 'This API is not for pages of a browser.');
  });
  for (const [path, document] of documents) {
    router.get(path, (_request, response) => {
      const { contentType, body, immutable } = document();
      response.set('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
      response.type(contentType).send(body);
    });
  }
  // Whoever may not call the API has no body read.
  router.use(async (request, response, next) => {
    response.locals['caller'] = await authenticate(request, response);
    next();
  });
  router.use((request, response, next) => (request.method === 'PATCH' ? readPatch : readBody)(request, response, next));
  router.use(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'https://localhost');
    const answer = await api.handle({
      method: request.method,
      path: pathname,
      query: searchParams,
      header: (name) => request.get(name),
      body: request.body as unknown,
      caller: response.locals['caller'] as AdminCaller,
    });
    send(response, answer);
  });
  router.use(refused);
  return router;
}

function send(response: Response, { status, headers, body }: AdminResponse): void {
  response.status(status).set({ 'cache-control': 'no-store', ...headers });
  if (body === undefined) response.end();
  else response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
