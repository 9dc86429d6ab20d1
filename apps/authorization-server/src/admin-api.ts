/** The admin API of a running server, put together: who may call it, and what it works on. `app.ts` loads this when somebody calls. */
import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { redactedSettings } from '@gatehouse/config';
import { clientAddress, isLoopback, noOptions, originOf, setRoute } from '@gatehouse/http';
import type { Logger } from '@gatehouse/logging';
import { LONGEST_SKEW_SECONDS, LostRaceError, type Storage } from '@gatehouse/storage';
import { Router } from 'express';
import { createAdminApi } from './admin/admin.ts';
import { adminRouter } from './admin/endpoint.ts';
import { createAdminGuard } from './admin/guard.ts';
import { servedDocuments } from './admin/openapi/served.ts';
import type { Mailer } from './delivery/mail/mailer.ts';
import { reportedServer } from './directory/checks/profiles/facts.ts';
import { createExaminer } from './directory/checks/server.ts';
import { createLookForChallenge } from './directory/connections/challenge.ts';
import type { Directory } from './directory/directory.ts';
import type { KeyDependencies } from './directory/keys/carry-out.ts';
import type { Commit } from './directory/operations/commit.ts';
import { createHashNewPassword } from './directory/operations/new-password.ts';
import { adminPath } from './directory/resources/admin-api.ts';
import type { Rotator } from './protocol/keys/rotator.ts';
import { type Settings, settingsDefinition } from './settings.ts';
import * as views from './settings-views.ts';

export interface AdminApiDependencies {
  readonly storage: Storage;
  readonly directory: Pick<
    Directory,
    'clients' | 'examineUpstream' | 'hasher' | 'passwordRules' | 'revocations' | 'throttle'
  >;
  readonly keys: Pick<Rotator, 'keyring'>;
  readonly commit: Commit;
  /** Absent: there is no mail server. */
  readonly mailer: Pick<Mailer, 'mail'> | undefined;
  readonly clock: () => number;
  readonly signers: KeyDependencies['signers'];
  readonly logger: Logger;
}

/** All of its routes. */
export function adminApi(settings: Settings, dependencies: AdminApiDependencies): Router {
  const { storage, directory, keys, commit, mailer, clock, signers, logger } = dependencies;
  const { clients, examineUpstream, hasher, passwordRules, revocations, throttle } = directory;
  const production = settings.mode === 'production';
  const api = createAdminApi({
    issuer: settings.issuer,
    production,
    storage,
    revocations,
    commit,
    mailer,
    throttle,
    hashNewPassword: createHashNewPassword(passwordRules, hasher),
    keys: {
      storage,
      commit,
      clock,
      revocations,
      signers,
      settings: views.rotationSettings(settings),
      onError: (error) => logger.error(error, 'a key could not be ended at its signer'),
    },
    clock,
    cursorKeys: () => keys.keyring.cookieKeys,
    examine: createExaminer({ storage, settings, rotation: views.rotationSettings(settings), clock }),
    reportedServer: reportedServer(settings, views.clientCaFile(settings) !== undefined),
    examineUpstream,
    lookForChallenge: createLookForChallenge({ servers: settings.dnsServers }),
    redactedSettings: () => redactedSettings(settingsDefinition, settings),
  });
  const { authenticate, metadata } = createAdminGuard({
    issuer: settings.issuer,
    origin: views.adminOrigin(settings),
    jwks: () => ({
      keys: keys.keyring.tokenKeys.map(({ kid, algorithm, publicKey }) => ({
        ...publicKey.export({ format: 'jwk' }),
        kid,
        alg: algorithm,
        use: 'sig',
      })),
    }),
    revocations,
    findClient: (clientId) => clients.find(clientId),
    proofs: proofsIn(storage),
    acceptsBearer: (request: IncomingMessage) => !production && isLoopback(clientAddress(request)),
    originOf,
    clock,
    onRefusal: (refusal) => logger.info(refusal, 'a call of the admin API was refused'),
  });
  return Router()
    .options(metadata.path, noOptions)
    .get(metadata.path, (_request, response) => {
      setRoute(response, '/.well-known/oauth-protected-resource');
      response.json(metadata.document);
    })
    .use(adminPath, adminRouter(api, authenticate, servedDocuments(settings.issuer, views.adminOrigin(settings))));
}

/** Proofs of possession that were used: of equal ones at once exactly one is the first, whichever instance it reaches. */
const proofsIn = ({ artefacts, commit }: Pick<Storage, 'artefacts' | 'commit'>) => ({
  async use({
    thumbprint,
    jti,
    expiresAt,
  }: {
    readonly thumbprint: string;
    readonly jti: string;
    readonly expiresAt: number;
  }) {
    const id = hash('sha256', `admin ${thumbprint} ${jti}`, 'base64url');
    // An instance whose clock is behind would take it once more.
    const expiresAtSeconds = Math.ceil(expiresAt) + LONGEST_SKEW_SECONDS + 60;
    try {
      await commit([artefacts.writes.once({ model: 'ReplayDetection', id, expiresAtSeconds })]);
      return 'first' as const;
    } catch (error) {
      if (error instanceof LostRaceError) return 'replayed' as const;
      throw error;
    }
  },
});
