// lib/gatehouse.js: where users sign in, and the session that remembers them in an encrypted cookie.
import { getIronSession } from 'iron-session';
import { cookies } from 'next/headers';
import * as oidc from 'openid-client';

const ISSUER = 'https://localhost:3000';
const CLIENT_ID = 'shop';
export const REDIRECT_URI = 'http://localhost:4000/callback';
export const AFTER_SIGN_OUT = 'http://localhost:4000/';
export const SCOPE = 'openid profile email offline_access orders_read';

let found;
/** Metadata and keys, looked up once. */
export function gatehouse() {
  found ??= oidc.discovery(new URL(ISSUER), CLIENT_ID, undefined, oidc.ClientSecretBasic(process.env.CLIENT_SECRET));
  return found;
}

export const session = async () =>
  getIronSession(await cookies(), {
    cookieName: 'shop',
    password: process.env.SESSION_SECRET,
    cookieOptions: { secure: REDIRECT_URI.startsWith('https:') },
  });

export async function keepTokens(kept, tokens) {
  kept.accessToken = tokens.access_token;
  kept.refreshToken = tokens.refresh_token ?? kept.refreshToken;
  kept.expiresAt = Date.now() + tokens.expiresIn() * 1000;
  await kept.save();
}
