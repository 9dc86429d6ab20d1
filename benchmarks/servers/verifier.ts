/**
 * Express with helmet that verifies the access token of each request anew, by what VERIFIER names. PORT says where it listens,
 * ISSUER whose tokens they are. All are asked the same: signature by JWKS, RS256, issuer, audience, times, type.
 */
import { createPublicKey, type JsonWebKeyInput, verify } from 'node:crypto';
import { createResourceServer } from '@gatehouse/oauth-guard/express';
import express, { type RequestHandler } from 'express';
import helmet from 'helmet';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { RESOURCE } from '../product.ts';

const issuer = process.env['ISSUER'] as string;
const jwksUri = `${issuer}/jwks`;

const tokenOf = (authorization: string | undefined): string => (authorization ?? '').slice('Bearer '.length);

const verifiers: Record<string, () => Promise<RequestHandler>> = {
  async guard() {
    const api = createResourceServer({ resource: RESOURCE, issuers: issuer, rememberedTokens: false });
    await api.preload();
    return api.requireAuth();
  },
  async jose() {
    const keys = createRemoteJWKSet(new URL(jwksUri));
    const expected = { issuer, audience: RESOURCE, typ: 'at+jwt', algorithms: ['RS256'] };
    return async (request, response, next) => {
      try {
        await jwtVerify(tokenOf(request.headers.authorization), keys, expected);
        next();
      } catch {
        response.status(401).end();
      }
    };
  },
  async 'express-oauth2-jwt-bearer'() {
    // By a name that the type checker does not follow: its types add `auth` to every Request of this repository.
    const peer: string = 'express-oauth2-jwt-bearer';
    const { auth } = (await import(peer)) as { auth: (options: object) => RequestHandler };
    return auth({ issuer, jwksUri, audience: RESOURCE, tokenSigningAlg: 'RS256', strict: true });
  },
  /** The limit: nothing but the signature. */
  async crypto() {
    const answer = await fetch(jwksUri);
    const { keys } = (await answer.json()) as { keys: JsonWebKeyInput['key'][] };
    const [jwk] = keys;
    if (jwk === undefined) throw new Error('the issuer publishes no key');
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    return (request, response, next) => {
      const token = tokenOf(request.headers.authorization);
      const end = token.lastIndexOf('.');
      const signature = Buffer.from(token.slice(end + 1), 'base64url');
      if (verify('sha256', Buffer.from(token.slice(0, end)), key, signature)) next();
      else response.status(401).end();
    };
  },
};

const requireToken = await verifiers[process.env['VERIFIER'] as string]?.();
if (requireToken === undefined) throw new Error(`VERIFIER is one of ${Object.keys(verifiers).join(', ')}`);

const app = express();
app.use(helmet());
app.get('/', (_request, response) => {
  response.json({ ready: true });
});
app.get('/orders', requireToken, (_request, response) => {
  response.json({ hello: 'world' });
});
process.on('SIGINT', () => process.exit(0));
app.listen(Number(process.env['PORT']), '127.0.0.1');
