/** A form that our page would send on by a script, sent on by us: oidc-provider has such pages, and ours work without scripts. */
import { Readable } from 'node:stream';
import type { KoaContextWithOIDC } from 'oidc-provider';

/** The hidden value that oidc-provider wants back with a form of this session. */
export const formSecret = ({ oidc }: KoaContextWithOIDC): string =>
  (oidc.session as unknown as { state: { secret: string } }).state.secret;

/** The same browser's form, as a request of its own, answered on the same response. What came before must be durable. */
export async function postOnwards(
  ctx: KoaContextWithOIDC,
  action: string,
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  const body = Buffer.from(new URLSearchParams(fields).toString());
  // The first half may have begun a session; its cookie counts before what the browser sent.
  const given = [ctx.response.headers['set-cookie'] ?? []].flat().map((line) => line.split(';', 1)[0]);
  const request = Object.assign(Readable.from([body]), {
    method: 'POST',
    url: action,
    httpVersion: ctx.req.httpVersion,
    socket: ctx.req.socket,
    headers: {
      ...ctx.req.headers,
      cookie: [...given, ctx.get('cookie')].filter(Boolean).join('; '),
      origin: ctx.oidc.issuer,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body.length),
    },
  });
  ctx.respond = false;
  ctx.res.statusCode = 404; // where Koa starts from
  await ctx.oidc.provider.callback()(request as never, ctx.res);
}
