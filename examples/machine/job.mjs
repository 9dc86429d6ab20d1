// job.mjs: a program that acts for itself, without a user (client credentials).
import * as oidc from 'openid-client';

const ISSUER = 'https://localhost:3000';
const CLIENT_ID = 'shop';
const SCOPE = 'orders_read';

const secret = oidc.ClientSecretBasic(process.env.CLIENT_SECRET);
const gatehouse = await oidc.discovery(new URL(ISSUER), CLIENT_ID, undefined, secret);
const tokens = await oidc.clientCredentialsGrant(gatehouse, { scope: SCOPE });
console.log(`a token for ${tokens.scope}, good for ${tokens.expiresIn()} seconds`);

// Calls the API.
const headers = { authorization: `Bearer ${tokens.access_token}` };
console.log(await (await fetch('http://localhost:4001/orders', { headers })).json());
