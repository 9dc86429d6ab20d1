/** OAuth 2.0 alone, with the strict reading of answers that is this library's default. */
import { createHash, randomBytes } from 'node:crypto';
import express from 'express';
import { AuthorizationCode } from 'simple-oauth2';
import { clientId, clientSecret, issuer, origin, scope, serve, signOutUrl } from './serve.mjs';

const client = new AuthorizationCode({
  client: { id: clientId, secret: clientSecret },
  auth: { tokenHost: issuer, tokenPath: '/token', authorizePath: '/auth', revokePath: '/token/revocation' },
});
const redirect_uri = `${origin}/callback`;
let pending;
let tokens;

const app = express();
app.get('/sign-in', (_req, res) => {
  pending = { state: randomBytes(16).toString('hex'), verifier: randomBytes(32).toString('base64url') };
  res.redirect(
    client.authorizeURL({
      redirect_uri,
      scope,
      state: pending.state,
      code_challenge: createHash('sha256').update(pending.verifier).digest('base64url'),
      code_challenge_method: 'S256',
    }),
  );
});
app.get('/callback', async (req, res) => {
  if (req.query.state !== pending?.state) return res.status(400).json({});
  tokens = await client.getToken({ code: req.query.code, redirect_uri, code_verifier: pending.verifier });
  res.redirect('/');
});
app.get('/', async (_req, res) => {
  if (!tokens) return res.status(401).json({});
  const headers = { authorization: `Bearer ${tokens.token.access_token}` };
  const { sub, name, email } = await (await fetch(`${issuer}/me`, { headers })).json();
  res.json({ sub, name, email });
});
app.get('/refresh', async (_req, res) => {
  const before = tokens.token.access_token;
  // As servers that rotate want it, what comes back takes the place of what was sent.
  tokens = await tokens.refresh();
  res.json({ refreshed: tokens.token.access_token !== before });
});
app.get('/sign-out', async (_req, res) => {
  const { id_token: idToken } = tokens.token;
  await tokens.revokeAll();
  tokens = undefined;
  res.redirect(signOutUrl(idToken));
});
app.get('/bye', (_req, res) => res.json({ bye: true }));
serve(app);
