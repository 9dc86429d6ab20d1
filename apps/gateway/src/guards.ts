/** Verifiers of the access tokens that callers bring: one for each host, because proofs of possession name the URL. */
import type { IncomingMessage } from 'node:http';
import type { KeysEvent } from '@gatehouse/oauth-guard';
import { createResourceServer, type ExpressResourceServer } from '@gatehouse/oauth-guard/express';
import type { Route } from './route-schema.ts';
import type { Settings } from './settings.ts';

/** All of them. */
export interface Guards {
  /** That of the public origin; it also says what was revoked. */
  readonly main: ExpressResourceServer;
  readonly of: (request: IncomingMessage) => ExpressResourceServer;
  readonly ready: () => boolean;
  close(): void;
}

/** @param resources that clients may ask tokens for, beside that of the gateway */
export function createGuards(
  settings: Settings,
  clientSecret: string,
  routes: readonly Route[],
  resources: readonly string[],
  onKeys: (event: KeysEvent) => void,
): Guards {
  const { audience, publicOrigin, issuer, clientId } = settings;
  const client = { id: clientId, secret: clientSecret };
  const make = (publicUrl: string) =>
    createResourceServer({
      resource: audience,
      audience: [...new Set([audience, ...routes.flatMap((route) => route.audience ?? []), ...resources])],
      issuers: [{ issuer, algorithms: settings.signingAlgorithms, introspection: { client } }],
      publicUrl,
      clockToleranceSeconds: settings.clockToleranceSeconds,
      keys: {
        cacheSeconds: settings.jwksCacheSeconds,
        staleSeconds: settings.jwksStaleSeconds,
        cooldownSeconds: settings.jwksCooldownSeconds,
      },
      ...(settings.revocationFeed && { revocation: { client } }),
      observe: { keys: onKeys },
    });
  const main = make(publicOrigin);
  const { protocol, host: publicHost } = new URL(publicOrigin);
  const others = new Map(
    [...new Set(routes.flatMap(({ host }) => host ?? []))]
      .filter((host) => host !== publicHost)
      .map((host) => [host, make(`${protocol}//${host}`)]),
  );
  const all = [main, ...others.values()];
  return {
    main,
    of: ({ headers }) => (others.size === 0 ? main : (others.get(headers.host as string) ?? main)),
    ready: () => all.every((guard) => guard.ready()),
    close() {
      for (const guard of all) guard.close();
    },
  };
}
