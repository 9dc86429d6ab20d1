// app.js: a page that signs users in by itself and calls an API with their token. It keeps tokens in memory alone.
import * as oauth from 'oauth4webapi';

const ISSUER = new URL('https://localhost:3000');
const CLIENT = { client_id: 'shop' };
const REDIRECT_URI = 'http://localhost:4000/';
const SCOPE = 'openid profile email orders_read';

const server = await oauth.processDiscoveryResponse(ISSUER, await oauth.discoveryRequest(ISSUER));
const element = (id) => document.getElementById(id);
const say = (value) => (element('said').textContent = JSON.stringify(value, undefined, 2));

element('sign-in').addEventListener('click', () => void signIn());

async function signIn() {
  const pending = { verifier: oauth.generateRandomCodeVerifier(), state: oauth.generateRandomState() };
  sessionStorage.setItem('pending', JSON.stringify(pending));
  const url = new URL(server.authorization_endpoint);
  url.search = new URLSearchParams({
    client_id: CLIENT.client_id,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    scope: SCOPE,
    state: pending.state,
    code_challenge: await oauth.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: 'S256',
  });
  location.assign(url);
}

if (new URLSearchParams(location.search).has('state')) await finishSignIn();
else element('sign-in').hidden = false;

async function finishSignIn() {
  const { verifier, state } = JSON.parse(sessionStorage.getItem('pending') ?? '{}');
  sessionStorage.removeItem('pending');
  const parameters = oauth.validateAuthResponse(server, CLIENT, new URL(location.href), state ?? oauth.expectNoState);
  // The code is used up: it belongs neither into the history nor into what the page sends on.
  history.replaceState(undefined, '', location.pathname);
  const answer = await oauth.authorizationCodeGrantRequest(
    server,
    CLIENT,
    oauth.None(),
    parameters,
    REDIRECT_URI,
    verifier,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(server, CLIENT, answer, { requireIdToken: true });
  const { sub } = oauth.getValidatedIdTokenClaims(tokens);
  const userinfo = await oauth.userInfoRequest(server, CLIENT, tokens.access_token);
  const shown = { user: await oauth.processUserInfoResponse(server, CLIENT, sub, userinfo) };

  // Calls the API with the user's token.
  const headers = { authorization: `Bearer ${tokens.access_token}` };
  shown.orders = await (await fetch('http://localhost:4001/orders', { headers })).json();

  say(shown);
  element('sign-out').hidden = false;
  element('sign-out').addEventListener('click', () => {
    const url = new URL(server.end_session_endpoint);
    url.search = new URLSearchParams({ id_token_hint: tokens.id_token, post_logout_redirect_uri: REDIRECT_URI });
    location.assign(url);
  });
}
