/** A resource server and a local issuer whose tokens look like those of another one. */

import { createResourceServer, type IssuerOptions, type ResourceServerOptions } from '../../src/index.ts';
import type { RequestAuth } from '../../src/principal.ts';
import { createManualTime, createTestIssuer } from '../../src/testing.ts';
import { carrying } from '../requests.ts';

export const resource = 'https://api.example.com';

export type Json = Record<string, unknown>;

export interface Outcome {
  /** `ok`, or the code of the refusal. */
  readonly reason: string;
  readonly detail: string | undefined;
  readonly auth: RequestAuth | undefined;
}

export interface Setup {
  readonly issuer: string;
  readonly now: number;
  /** A token with this header and payload, signed by the issuer. */
  sign(header: Json, payload: Json): string;
  /** What a resource server that takes this issuer's tokens in this way says about one. */
  decide(token: string, how?: Partial<IssuerOptions>, options?: Partial<ResourceServerOptions>): Promise<Outcome>;
  close(): Promise<void>;
}

/** Clocks stand still, so that no token grows old while it is tried. */
export async function profileSetup(): Promise<Setup> {
  const time = createManualTime(1_800_000_000_000);
  const issuer = await createTestIssuer({ audience: resource, now: () => time.now() });
  const { kid } = issuer.publicKeys[0] as { kid: string };
  return {
    issuer: issuer.issuer,
    now: time.now() / 1000,
    sign: (header, payload) => issuer.signJws({ alg: 'RS256', kid, ...header }, payload),
    async decide(token, how = {}, options = {}) {
      let detail: string | undefined;
      const api = createResourceServer({
        resource,
        issuers: [{ issuer: issuer.issuer, ...how }],
        keys: { preload: false },
        time,
        observe: {
          decision: (event) => {
            ({ detail } = event);
          },
        },
        ...options,
      });
      const decision = await api.authenticate(carrying(token));
      api.close();
      return decision.ok
        ? { reason: 'ok', detail, auth: decision.auth }
        : { reason: decision.code, detail, auth: undefined };
    },
    close: () => issuer.close(),
  };
}
