// cli.mjs: a program on the user's machine that signs the user in with the browser (RFC 8252) and calls an API.
import { once } from 'node:events';
import { createServer } from 'node:http';
import * as oidc from 'openid-client';

const ISSUER = 'https://localhost:3000';
const CLIENT_ID = 'shop';
const SCOPE = 'openid profile email offline_access orders_read';

const gatehouse = await oidc.discovery(new URL(ISSUER), CLIENT_ID, undefined, oidc.None());

// Whatever port is free: a native client may choose it at each start.
const listener = createServer().listen(0, '127.0.0.1');
await once(listener, 'listening');
const redirectUri = `http://127.0.0.1:${listener.address().port}/callback`;

const verifier = oidc.randomPKCECodeVerifier();
const state = oidc.randomState();
const url = oidc.buildAuthorizationUrl(gatehouse, {
  redirect_uri: redirectUri,
  scope: SCOPE,
  state,
  code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
});
console.log(`Open this address in a browser:\n${url.href}`);

const came = await new Promise((resolve) => {
  listener.on('request', (request, response) => {
    const address = new URL(request.url, redirectUri);
    const isIt = address.pathname === '/callback';
    response.writeHead(isIt ? 200 : 404, { connection: 'close' }).end('The terminal goes on; close this window.');
    if (isIt) resolve(address);
  });
});
listener.close();
const tokens = await oidc.authorizationCodeGrant(gatehouse, came, { pkceCodeVerifier: verifier, expectedState: state });
console.log('You are', await oidc.fetchUserInfo(gatehouse, tokens.access_token, tokens.claims().sub));

// Calls the API with the user's token.
const headers = { authorization: `Bearer ${tokens.access_token}` };
console.log(await (await fetch('http://localhost:4001/orders', { headers })).json());
