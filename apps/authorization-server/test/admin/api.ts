/** The admin API over a database in memory, without a network: for tests of operations. */
import { type AdminClient, createAdminClient } from '@gatehouse/admin-client';
import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { type AdminScope, adminScopes } from '../../src/admin/access.ts';
import { type AdminApi, createAdminApi } from '../../src/admin/admin.ts';
import type { AdminContext } from '../../src/admin/context.ts';
import { inProcessBase, inProcessFetch } from '../../src/admin/in-process.ts';
import type { AdminCaller } from '../../src/admin/operation.ts';
import { mailWrite } from '../../src/delivery/mail/mailer.ts';
import { createAudit } from '../../src/directory/audit/audit.ts';
import { createExaminer } from '../../src/directory/checks/server.ts';
import { inProcessSigner } from '../../src/directory/keys/signer.ts';
import { createCommit } from '../../src/directory/operations/commit.ts';
import { createRevocations } from '../../src/directory/revocation/revocations.ts';
import { limitsFrom } from '../../src/directory/throttle/limits.ts';
import { createThrottle } from '../../src/directory/throttle/throttle.ts';

export interface ApiUnderTest {
  readonly storage: Storage;
  readonly context: AdminContext;
  readonly api: AdminApi;
  /** A client that calls as this caller. */
  as(caller?: Partial<AdminCaller>): AdminClient;
  close(): Promise<void>;
}

/** A user with two factors and all scopes, unless told otherwise. */
export const caller = (changes: Partial<AdminCaller> = {}): AdminCaller => ({
  actor: { type: 'user', id: 'operator-1' },
  subject: 'operator-1',
  clientId: 'console',
  scopes: new Set(Object.keys(adminScopes)),
  twoFactors: true,
  local: false,
  origin: { requestId: 'request-1', address: '192.0.2.1', userAgent: 'test' },
  ...changes,
});

export const scopes = (...names: AdminScope[]): Pick<AdminCaller, 'scopes'> => ({ scopes: new Set(names) });

const limits = { perAccount: 5, perAddress: 50, forEveryone: 1000, windowSeconds: 600 };

export async function createApi(changes: Partial<AdminContext> = {}): Promise<ApiUnderTest> {
  const storage = await openStorage({ url: 'sqlite::memory:', sealer: createSealer([Buffer.alloc(32, 1)]) });
  const { clock = Date.now } = changes;
  const audit = createAudit({ storage, clock });
  const revocations = createRevocations(storage, clock);
  const commit = createCommit({ storage, audit, wake: () => undefined });
  const context: AdminContext = {
    issuer: 'https://id.example.com',
    production: false,
    storage,
    revocations,
    commit,
    // There is no other instance.
    untilFollowed: async () => undefined,
    keys: {
      storage,
      commit,
      clock,
      revocations,
      signers: [inProcessSigner({ rsaModulusBits: 2048 })],
      settings: { rotationSeconds: 86_400, publishAheadSeconds: 3600, idTokenSeconds: 600, sessionSeconds: 3600 },
      onError: () => undefined,
    },
    mailer: { mail: (mail) => mailWrite({ storage, clock }, mail) },
    throttle: createThrottle({ storage, limits: limitsFrom(limits), clock }),
    hashNewPassword: async (password) => `hash of ${password}`,
    clock,
    cursorKeys: () => ['a-key-of-more-than-thirty-two-characters'],
    examine: createExaminer({
      storage,
      settings: {
        issuer: 'https://id.example.com',
        mode: 'production',
        tls: false,
        tlsCertFile: '',
        tlsKeyFile: '',
        trustedProxies: ['192.0.2.0/24'],
        databaseStorageIsDurable: false,
      },
      rotation: { rotationSeconds: 86_400, publishAheadSeconds: 3600, idTokenSeconds: 600, sessionSeconds: 3600 },
      clock,
    }),
    reportedServer: {
      issuer: 'https://id.example.com',
      responseTypes: ['code'],
      authenticationMethods: ['client_secret_basic', 'private_key_jwt', 'none'],
      acceptsTokensInQuery: false,
      accessTokenSeconds: 300,
      authorizationCodeSeconds: 60,
    },
    lookForChallenge: async () => ({ kind: 'missing' }),
    examineUpstream: async () => [],
    redactedSettings: () => ({ mode: 'development' }),
    ...changes,
  };
  const api = createAdminApi(context);
  return {
    storage,
    context,
    api,
    as: (given = {}) => createAdminClient(inProcessBase, inProcessFetch(api, caller(given))),
    close: () => storage.close(),
  };
}
