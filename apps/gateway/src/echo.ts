/** `/echo` in development: answers with what the service would have been sent. */
import { HttpError, setStandingHeaders } from '@gatehouse/http';
import { bodyOf, type Forward } from './forward.ts';
import type { Route } from './route-schema.ts';

/** The origin by which a route is sent to the echo. It is no address: nothing can be reached there. */
const echoOrigin = 'https://echo.invalid';

const mostBytes = 65_536;

const echo: Forward = async (outgoing, request, response) => {
  const { body, length } = bodyOf(request, { max_body_bytes: mostBytes, answer_timeout_ms: 0, body_of_get: true });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += (chunk as Buffer).length;
    if (size > mostBytes) throw new HttpError(413, 'content_too_large', 'The body of the request is too large.');
    chunks.push(chunk as Buffer);
  }
  const pairs = [...outgoing.headers, ...length];
  const headers: Record<string, string | string[]> = Object.create(null) as Record<string, string>;
  for (let index = 0; index < pairs.length; index += 2) {
    const name = (pairs[index] as string).toLowerCase();
    const before = headers[name];
    const value = pairs[index + 1] as string;
    headers[name] = before === undefined ? value : [before, value].flat();
  }
  const { method, path } = outgoing;
  const text = JSON.stringify({ method, path, headers, body: Buffer.concat(chunks).toString('utf8') });
  setStandingHeaders(response);
  response.setHeader('content-type', 'application/json');
  response.setHeader('cache-control', 'no-store');
  response.end(text);
};

/** Answers routes to the echo; everything else goes on to `forward`. */
export function withEcho(forward: Forward): Forward {
  return (outgoing, request, response, failed) =>
    outgoing.route.upstream === echoOrigin
      ? echo(outgoing, request, response, failed)
      : forward(outgoing, request, response, failed);
}

/** The routes with those that the development gateway answers itself, open to whoever the first guarded one is open to. */
export function withEchoRoutes(routes: readonly Route[]): readonly Route[] {
  const like = routes.find(({ accept }) => accept.length > 0);
  if (like === undefined) return routes;
  return [
    ...routes,
    { ...like, host: undefined, path: '/echo/*', strip: '/echo', upstream: echoOrigin },
    { ...like, host: undefined, path: '/echo', strip: undefined, upstream: echoOrigin },
  ];
}
