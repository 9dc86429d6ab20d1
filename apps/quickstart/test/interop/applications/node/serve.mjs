/** Listens as the environment says; the applications differ in everything else. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';

const { CLIENT_ID, CLIENT_SECRET, ISSUER, PORT, TLS_CERT_FILE, TLS_KEY_FILE } = process.env;

export const issuer = ISSUER;
export const clientId = CLIENT_ID;
export const clientSecret = CLIENT_SECRET;
export const origin = `https://localhost:${PORT}`;
export const scope = 'openid profile email offline_access';

/** Where to sign out (OpenID Connect RP-Initiated Logout 1.0). */
export const signOutUrl = (idToken) =>
  `${issuer}/session/end?${new URLSearchParams({ id_token_hint: idToken, post_logout_redirect_uri: `${origin}/bye` })}`;

export function serve(app) {
  const tls = { cert: readFileSync(TLS_CERT_FILE), key: readFileSync(TLS_KEY_FILE) };
  createServer(tls, app).listen(Number(PORT), '127.0.0.1');
}
