/** With the response mode that this library uses by default: form_post. */
import express from 'express';
import { auth } from 'express-openid-connect';
import { clientId, clientSecret, issuer, origin, scope, serve } from './serve.mjs';

const app = express();
app.use(
  auth({
    issuerBaseURL: issuer,
    baseURL: origin,
    clientID: clientId,
    clientSecret,
    secret: clientSecret,
    authRequired: false,
    idpLogout: true,
    authorizationParams: { response_type: 'code', response_mode: 'form_post', scope },
    routes: { login: '/sign-in', logout: '/sign-out', postLogoutRedirect: '/bye' },
  }),
);
app.get('/', async (req, res) => {
  if (!req.oidc.isAuthenticated()) return res.status(401).json({});
  const { sub, name, email } = await req.oidc.fetchUserInfo();
  res.json({ sub, name, email });
});
app.get('/refresh', async (req, res) => {
  const before = req.oidc.accessToken.access_token;
  const { access_token: after } = await req.oidc.accessToken.refresh();
  res.json({ refreshed: after !== before });
});
app.get('/bye', (_req, res) => res.json({ bye: true }));
serve(app);
