/** What the refresh scenarios share: chains of rotations against a server that makes as many signatures. */
import { type ChainTarget, runChains } from './chains.ts';
import { type MeasuredProgram, startReference } from './product.ts';
import { roundRobin } from './round-robin.ts';
import type { BenchmarkContext, Prepared } from './scenario.ts';
import { refreshToken, webAppAuthorization } from './sign-in.ts';

const chains = 16;
const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** Rotations of `web-app`'s refresh tokens: each gives an access token and an ID token, so two signatures. */
export async function rotations(program: MeasuredProgram): Promise<ChainTarget> {
  const links: string[] = [];
  for (let chain = 0; chain < chains; chain += 1) links.push(await refreshToken(program));
  return {
    server: program.server,
    url: `${program.origin}/token`,
    headers: { ...form, authorization: webAppAuthorization(program) },
    links,
    bodyOf: (token) => new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token }).toString(),
    next: (status, body) =>
      status === 200 ? (JSON.parse(body) as { refresh_token: string }).refresh_token : undefined,
  };
}

/** Requests of the same form to the server that only signs. */
export const signatureChains = ({ server, origin }: MeasuredProgram): ChainTarget => ({
  server,
  url: origin,
  headers: form,
  links: Array.from({ length: chains }, () => 'none'),
  bodyOf: (token) => new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token }).toString(),
  next: (status) => (status === 200 ? 'none' : undefined),
});

/** Rotations of a running server against the signatures alone. */
export async function refreshAgainstSignatures(program: MeasuredProgram, context: BenchmarkContext): Promise<Prepared> {
  const reference = signatureChains(context.stopAtEnd(await startReference('signatures', { SIGNATURES: '2' })));
  const subject = await rotations(program);
  return await roundRobin(
    (seconds) => runChains(subject, seconds),
    (seconds) => runChains(reference, seconds),
    context,
  );
}
