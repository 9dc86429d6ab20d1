// app/sign-in/route.js
import { redirect } from 'next/navigation';
import * as oidc from 'openid-client';
import { gatehouse, REDIRECT_URI, SCOPE, session } from '../../lib/gatehouse.js';

export async function GET() {
  const kept = await session();
  kept.pending = { verifier: oidc.randomPKCECodeVerifier(), state: oidc.randomState(), nonce: oidc.randomNonce() };
  await kept.save();
  const url = oidc.buildAuthorizationUrl(await gatehouse(), {
    redirect_uri: REDIRECT_URI,
    scope: SCOPE,
    state: kept.pending.state,
    nonce: kept.pending.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(kept.pending.verifier),
    code_challenge_method: 'S256',
  });
  redirect(url.href);
}
