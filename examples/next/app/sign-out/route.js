// app/sign-out/route.js
import { redirect } from 'next/navigation';
import * as oidc from 'openid-client';
import { AFTER_SIGN_OUT, gatehouse, session } from '../../lib/gatehouse.js';

export async function GET() {
  (await session()).destroy();
  redirect(oidc.buildEndSessionUrl(await gatehouse(), { post_logout_redirect_uri: AFTER_SIGN_OUT }).href);
}
