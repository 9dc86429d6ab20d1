/** What the refresh scenarios share: chains of rotations against a server that makes as many signatures. */
import { type ChainTarget, runChains } from './chains.ts';
import { type MeasuredProgram, startReference } from './product.ts';
import type { BenchmarkContext, Prepared, Round } from './scenario.ts';
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

/** Both targets warmed up and measured in turns. */
export async function compareChains(
  subject: ChainTarget,
  reference: ChainTarget,
  { seconds, say }: BenchmarkContext,
): Promise<(index: number) => Promise<Round>> {
  say('warming up');
  for (const target of [subject, reference]) {
    const { errors } = await runChains(target, 2);
    if (errors > 0) throw new Error(`${errors} answers of ${target.url} were not a success`);
  }
  return async (index) => {
    say(`round ${index + 1}`);
    if (index % 2 === 0) {
      const first = await runChains(subject, seconds);
      return { subject: first, reference: await runChains(reference, seconds) };
    }
    const first = await runChains(reference, seconds);
    return { subject: await runChains(subject, seconds), reference: first };
  };
}

/** Rotations of a running server against the signatures alone. */
export async function refreshAgainstSignatures(
  program: MeasuredProgram,
  context: BenchmarkContext,
  alsoClose: () => Promise<void> = () => Promise.resolve(),
): Promise<Prepared> {
  const bare = await startReference('signatures', { SIGNATURES: '2' });
  const reference: ChainTarget = {
    server: bare.server,
    url: bare.origin,
    headers: form,
    links: Array.from({ length: chains }, () => 'none'),
    bodyOf: (token) => new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token }).toString(),
    next: (status) => (status === 200 ? 'none' : undefined),
  };
  const round = await compareChains(await rotations(program), reference, context);
  return {
    round,
    async close() {
      await Promise.all([program.stop(), bare.stop()]);
      await alsoClose();
    },
  };
}
