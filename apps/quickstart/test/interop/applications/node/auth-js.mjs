/** Auth.js neither refreshes nor signs out at the provider by itself; this is how its documentation adds both. */
import { ExpressAuth, getSession } from '@auth/express';
import express from 'express';
import { clientId, clientSecret, issuer, scope, serve, signOutUrl } from './serve.mjs';

const config = {
  secret: clientSecret,
  trustHost: true,
  providers: [
    {
      id: 'gatehouse',
      name: 'Gatehouse',
      type: 'oidc',
      issuer,
      clientId,
      clientSecret,
      authorization: { params: { scope } },
    },
  ],
  callbacks: {
    async jwt({ token, account, profile }) {
      if (!account) return token;
      return {
        ...token,
        profile,
        idToken: account.id_token,
        accessToken: account.access_token,
        refreshToken: account.refresh_token,
      };
    },
    session: ({ session, token }) => ({ ...session, token }),
  },
};

const app = express();
app.set('trust proxy', true);
app.use('/auth', ExpressAuth(config));
app.get('/sign-in', (_req, res) => res.redirect('/auth/signin'));
app.get('/', async (req, res) => {
  const session = await getSession(req, config);
  if (!session) return res.status(401).json({});
  const headers = { authorization: `Bearer ${session.token.accessToken}` };
  const { sub, name, email } = await (await fetch(`${issuer}/me`, { headers })).json();
  res.json({ sub, name, email });
});
app.get('/refresh', async (req, res) => {
  const { token } = await getSession(req, config);
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: 'refresh_token',
      refresh_token: token.refreshToken,
    }),
  });
  const { access_token: accessToken } = await answer.json();
  res.json({ refreshed: accessToken !== undefined && accessToken !== token.accessToken });
});
app.get('/sign-out', async (req, res) => {
  const { token } = await getSession(req, config);
  for (const name of Object.keys(
    Object.fromEntries((req.headers.cookie ?? '').split('; ').map((pair) => pair.split('='))),
  )) {
    if (name.includes('authjs')) res.clearCookie(name, { path: '/', secure: true });
  }
  res.redirect(signOutUrl(token.idToken));
});
app.get('/bye', (_req, res) => res.json({ bye: true }));
serve(app);
