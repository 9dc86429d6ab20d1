// app/orders/route.js
import { redirect } from 'next/navigation';
import * as oidc from 'openid-client';
import { gatehouse, keepTokens, session } from '../../lib/gatehouse.js';

// Calls the API for the user; a token that has expired is refreshed first.
export async function GET() {
  const kept = await session();
  if (!kept.user) redirect('/sign-in');
  if (Date.now() > kept.expiresAt) {
    await keepTokens(kept, await oidc.refreshTokenGrant(await gatehouse(), kept.refreshToken));
  }
  const headers = { authorization: `Bearer ${kept.accessToken}` };
  const answer = await fetch('http://localhost:4001/orders', { headers });
  return Response.json(await answer.json(), { status: answer.status });
}
