/**
 * Two providers of other people, over TLS: oauth2-mock-server as an OpenID provider, at which the user is signed in, and an OAuth 2.0
 * server made with @node-oauth/oauth2-server, at which the user gives a password. A program of its own, as an upstream is.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { text } from 'node:stream/consumers';
import OAuth2 from '@node-oauth/oauth2-server';
import { OAuth2Server } from 'oauth2-mock-server';

const { CERT, KEY, OPENID_PORT, OAUTH2_PORT, SECRET, REDIRECT } = process.env;

const openid = new OAuth2Server(KEY, CERT);
await openid.issuer.keys.generate('RS256');
openid.service.on('beforeTokenSigning', ({ payload }) => {
  payload.sub = 'ann-at-openid';
});
openid.service.on('beforeUserinfo', (answer) => {
  answer.body = { sub: 'ann-at-openid', name: 'Ann Lee', email: 'ann@openid.example', email_verified: true };
});
await openid.start(Number(OPENID_PORT), 'localhost');

const users = {
  bea: { password: 'bea-knows-this', profile: { id: 4711, login: 'bea', mail: 'bea@oauth2.example', confirmed: true } },
};
const client = { id: 'gatehouse', grants: ['authorization_code'], redirectUris: [REDIRECT] };
const codes = new Map();
const tokens = new Map();
const oauth2 = new OAuth2({
  model: {
    getClient: (id, secret) => (id === client.id && (secret === null || secret === SECRET) ? client : false),
    saveAuthorizationCode(code, _client, user) {
      const kept = { ...code, client, user };
      codes.set(code.authorizationCode, kept);
      return kept;
    },
    getAuthorizationCode: (code) => codes.get(code),
    revokeAuthorizationCode: ({ authorizationCode }) => codes.delete(authorizationCode),
    saveToken(token, _client, user) {
      const kept = { ...token, client, user };
      tokens.set(token.accessToken, kept);
      return kept;
    },
    getAccessToken: (token) => tokens.get(token),
  },
});

const form =
  '<!doctype html><title>Sign in</title><form method="post"><input name="login"><input name="password" type="password"></form>';

async function served(incoming, outgoing) {
  const url = new URL(incoming.url, `https://localhost:${OAUTH2_PORT}`);
  const body = Object.fromEntries(new URLSearchParams(await text(incoming)));
  const query = Object.fromEntries(url.searchParams);
  const request = new OAuth2.Request({ method: incoming.method, headers: incoming.headers, query, body });
  const response = new OAuth2.Response();
  if (incoming.method === 'GET' && url.pathname === '/authorize') {
    outgoing.writeHead(200, { 'content-type': 'text/html' }).end(form);
    return;
  }
  const user = users[body.login];
  const handle = () => user?.password === body.password && user.profile;
  try {
    if (url.pathname === '/authorize') await oauth2.authorize(request, response, { authenticateHandler: { handle } });
    else if (url.pathname === '/token') await oauth2.token(request, response);
    else response.body = (await oauth2.authenticate(request, response)).user;
  } catch (error) {
    response.status = error.code ?? 500;
    response.body = { error: error.name, error_description: error.message };
  }
  const headers = { ...response.headers, 'content-type': 'application/json' };
  outgoing.writeHead(response.status, headers).end(JSON.stringify(response.body));
}

createServer({ cert: readFileSync(CERT), key: readFileSync(KEY) }, (incoming, outgoing) => {
  void served(incoming, outgoing);
}).listen(Number(OAUTH2_PORT), '127.0.0.1', () => process.stdout.write('ready\n'));
