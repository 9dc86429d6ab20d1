// app.mjs: a Fastify application that signs users in and calls an API for them.
import { randomBytes } from 'node:crypto';
import cookie from '@fastify/cookie';
import session from '@fastify/session';
import Fastify from 'fastify';
import * as oidc from 'openid-client';

const ISSUER = 'https://localhost:3000';
const CLIENT_ID = 'shop';
const REDIRECT_URI = 'http://localhost:4000/callback';
const AFTER_SIGN_OUT = 'http://localhost:4000/';
const SCOPE = 'openid profile email offline_access orders_read';

const secret = oidc.ClientSecretBasic(process.env.CLIENT_SECRET);
const gatehouse = await oidc.discovery(new URL(ISSUER), CLIENT_ID, undefined, secret);
const app = Fastify();
await app.register(cookie);
await app.register(session, {
  secret: randomBytes(32).toString('hex'),
  saveUninitialized: false,
  cookie: { sameSite: 'lax', secure: 'auto' },
});

app.get(
  '/',
  async ({ session: { user } }, reply) => user ?? reply.type('text/html').send('<a href="/sign-in">Sign in</a>'),
);

app.get('/sign-in', async (request, reply) => {
  const pending = { verifier: oidc.randomPKCECodeVerifier(), state: oidc.randomState(), nonce: oidc.randomNonce() };
  request.session.pending = pending;
  const url = oidc.buildAuthorizationUrl(gatehouse, {
    redirect_uri: REDIRECT_URI,
    scope: SCOPE,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: 'S256',
  });
  return reply.redirect(url.href);
});

app.get(new URL(REDIRECT_URI).pathname, async (request, reply) => {
  const { verifier, state, nonce } = request.session.pending ?? {};
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce };
  const tokens = await oidc.authorizationCodeGrant(gatehouse, new URL(request.url, REDIRECT_URI), checks);
  const user = await oidc.fetchUserInfo(gatehouse, tokens.access_token, tokens.claims().sub);
  // Another session identifier, so that nobody else has known it before.
  await request.session.regenerate();
  keepTokens(request.session, tokens);
  request.session.user = user;
  return reply.redirect('/');
});

// Calls the API for the user; a token that has expired is refreshed first.
app.get('/orders', async (request, reply) => {
  if (!request.session.user) return reply.redirect('/sign-in');
  if (Date.now() > request.session.expiresAt) {
    keepTokens(request.session, await oidc.refreshTokenGrant(gatehouse, request.session.refreshToken));
  }
  const headers = { authorization: `Bearer ${request.session.accessToken}` };
  const answer = await fetch('http://localhost:4001/orders', { headers });
  return reply.code(answer.status).send(await answer.json());
});

app.get('/sign-out', async (request, reply) => {
  const parameters = { post_logout_redirect_uri: AFTER_SIGN_OUT, id_token_hint: request.session.idToken ?? '' };
  await request.session.destroy();
  return reply.redirect(oidc.buildEndSessionUrl(gatehouse, parameters).href);
});

function keepTokens(kept, tokens) {
  kept.accessToken = tokens.access_token;
  kept.refreshToken = tokens.refresh_token ?? kept.refreshToken;
  kept.idToken = tokens.id_token ?? kept.idToken;
  kept.expiresAt = Date.now() + tokens.expiresIn() * 1000;
}

const { origin, port } = new URL(REDIRECT_URI);
await app.listen({ port: Number(port || 4000), host: 'localhost' });
console.log(`ready at ${origin}/`);
