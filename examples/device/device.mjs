// device.mjs: a television or a command line, whose user signs in on another device (RFC 8628); it then calls an API.
import * as oidc from 'openid-client';

const ISSUER = 'https://localhost:3000';
const CLIENT_ID = 'shop';
const SCOPE = 'openid profile email offline_access orders_read';

const gatehouse = await oidc.discovery(new URL(ISSUER), CLIENT_ID, undefined, oidc.None());
const begun = await oidc.initiateDeviceAuthorization(gatehouse, { scope: SCOPE });
console.log(`Open ${begun.verification_uri} on your phone and enter ${begun.user_code}`);
console.log(`Or open ${begun.verification_uri_complete}, for which a television shows a QR code.`);

// Asks as often as it may, until the user has answered.
const tokens = await oidc.pollDeviceAuthorizationGrant(gatehouse, begun);
console.log('You are', await oidc.fetchUserInfo(gatehouse, tokens.access_token, tokens.claims().sub));

// Calls the API with the user's token.
const headers = { authorization: `Bearer ${tokens.access_token}` };
console.log(await (await fetch('http://localhost:4001/orders', { headers })).json());
