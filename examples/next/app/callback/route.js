// app/callback/route.js
import { redirect } from 'next/navigation';
import * as oidc from 'openid-client';
import { gatehouse, keepTokens, REDIRECT_URI, session } from '../../lib/gatehouse.js';

export async function GET(request) {
  const kept = await session();
  const { verifier, state, nonce } = kept.pending ?? {};
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce };
  const came = new URL(new URL(request.url).search, REDIRECT_URI);
  const tokens = await oidc.authorizationCodeGrant(await gatehouse(), came, checks);
  const { sub, name, email } = await oidc.fetchUserInfo(await gatehouse(), tokens.access_token, tokens.claims().sub);
  delete kept.pending;
  kept.user = { sub, name, email };
  await keepTokens(kept, tokens);
  redirect('/');
}
