// app.mjs: an Express application that signs users in and calls an API for them.
import { randomUUID } from 'node:crypto';
import express from 'express';
import session from 'express-session';
import * as oidc from 'openid-client';

const ISSUER = 'https://localhost:3000';
const CLIENT_ID = 'shop';
const REDIRECT_URI = 'http://localhost:4000/callback';
const AFTER_SIGN_OUT = 'http://localhost:4000/';
const SCOPE = 'openid profile email offline_access orders_read';

const secret = oidc.ClientSecretBasic(process.env.CLIENT_SECRET);
const gatehouse = await oidc.discovery(new URL(ISSUER), CLIENT_ID, undefined, secret);
const app = express();
app.use(session({ secret: randomUUID(), resave: false, saveUninitialized: false, cookie: { sameSite: 'lax' } }));

app.get('/', (req, res) => {
  if (!req.session.user) return res.send('<a href="/sign-in">Sign in</a>');
  res.json(req.session.user);
});

app.get('/sign-in', async (req, res) => {
  const pending = { verifier: oidc.randomPKCECodeVerifier(), state: oidc.randomState(), nonce: oidc.randomNonce() };
  req.session.pending = pending;
  const url = oidc.buildAuthorizationUrl(gatehouse, {
    redirect_uri: REDIRECT_URI,
    scope: SCOPE,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: 'S256',
  });
  res.redirect(url.href);
});

app.get(new URL(REDIRECT_URI).pathname, async (req, res) => {
  const { verifier, state, nonce } = req.session.pending ?? {};
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce };
  const tokens = await oidc.authorizationCodeGrant(gatehouse, new URL(req.originalUrl, REDIRECT_URI), checks);
  const user = await oidc.fetchUserInfo(gatehouse, tokens.access_token, tokens.claims().sub);
  // Another session identifier, so that nobody else has known it before.
  req.session.regenerate(() => {
    keepTokens(req.session, tokens);
    req.session.user = user;
    res.redirect('/');
  });
});

// Calls the API for the user; a token that has expired is refreshed first.
app.get('/orders', async (req, res) => {
  if (!req.session.user) return res.redirect('/sign-in');
  if (Date.now() > req.session.expiresAt) {
    keepTokens(req.session, await oidc.refreshTokenGrant(gatehouse, req.session.refreshToken));
  }
  const headers = { authorization: `Bearer ${req.session.accessToken}` };
  const answer = await fetch('http://localhost:4001/orders', { headers });
  res.status(answer.status).json(await answer.json());
});

app.get('/sign-out', (req, res) => {
  const parameters = { post_logout_redirect_uri: AFTER_SIGN_OUT, id_token_hint: req.session.idToken ?? '' };
  req.session.destroy(() => res.redirect(oidc.buildEndSessionUrl(gatehouse, parameters).href));
});

function keepTokens(kept, tokens) {
  kept.accessToken = tokens.access_token;
  kept.refreshToken = tokens.refresh_token ?? kept.refreshToken;
  kept.idToken = tokens.id_token ?? kept.idToken;
  kept.expiresAt = Date.now() + tokens.expiresIn() * 1000;
}

const { origin, port } = new URL(REDIRECT_URI);
app.listen(Number(port || 4000), 'localhost', () => console.log(`ready at ${origin}/`));
