/** The requests that servers answer most, and what the processor time of each is stated in. */
import { runChains } from '../chains.ts';
import { startGateway } from '../gateway.ts';
import { leanLoad } from '../lean-load.ts';
import type { Target } from '../load.ts';
import { startAuthorizationServer, startReference, startResourceServer, tokenRequest } from '../product.ts';
import { rotations } from '../refreshing.ts';
import type { BenchmarkContext, Run } from '../scenario.ts';
import { issuing } from '../verifying.ts';

/** One request of a running server, over and over. */
export interface Load {
  readonly name: string;
  run(seconds: number): Promise<Run>;
}

/** A server that does nothing but what the paths are made for: what their processor time is stated in. */
export type Unit = 'signature' | 'verification';

export interface HotPath extends Load {
  readonly unit: Unit;
}

const get = (url: string, bearer: string, { server: program }: Pick<Target, 'server'>): Target => ({
  server: program,
  url,
  method: 'GET',
  headers: { authorization: `Bearer ${bearer}` },
});

const load = (name: string, target: Target): Load => ({ name, run: (seconds) => leanLoad(target, seconds) });

/** Starts what the paths need, and the units. Everything is on SQLite. */
export async function startHotPaths({ stopAtEnd }: Pick<BenchmarkContext, 'stopAtEnd'>): Promise<{
  readonly units: Readonly<Record<Unit, Load>>;
  readonly paths: readonly HotPath[];
}> {
  const server = stopAtEnd(await startAuthorizationServer());
  const api = stopAtEnd(await startResourceServer(server.origin));
  const gateway = stopAtEnd(await startGateway(server, api));
  const { issuer, token: fresh } = await issuing({ stopAtEnd });
  const verifier = stopAtEnd(await startReference('verifier', { VERIFIER: 'guard', ISSUER: issuer }));
  const bareVerifier = stopAtEnd(await startReference('verifier', { VERIFIER: 'crypto', ISSUER: issuer }));
  const bareSigner = stopAtEnd(await startReference('signatures'));
  const request = tokenRequest(server);
  const answer = await fetch(`${server.origin}/token`, { method: 'POST', ...request });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const chains = await rotations(server);
  const asking = ({ server: program }: Pick<Target, 'server'>, url: string): Target => ({
    server: program,
    url,
    method: 'POST',
    ...request,
  });
  const units = {
    signature: load('bare signatures', asking(bareSigner, bareSigner.origin)),
    verification: load('bare verifications', get(`${bareVerifier.origin}/orders`, fresh, bareVerifier)),
  };
  const remembered = get(`${api.origin}/secure-data`, token, api);
  const behind = get(`${gateway.origin}/api/secure-data`, token, gateway);
  const paths: HotPath[] = [
    { ...load('client-credentials', asking(server, `${server.origin}/token`)), unit: 'signature' },
    { name: 'refresh-sqlite', run: (seconds) => runChains(chains, seconds), unit: 'signature' },
    { ...load('verify-fresh', get(`${verifier.origin}/orders`, fresh, verifier)), unit: 'verification' },
    { ...load('verify-remembered', remembered), unit: 'verification' },
    { ...load('gateway', behind), unit: 'verification' },
  ];
  return { units, paths };
}
