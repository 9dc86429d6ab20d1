/** One of everything that an operation may end, on a database of its own. */
import { randomUUID } from 'node:crypto';
import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { mailWrite } from '../../../src/delivery/mail/mailer.ts';
import { newCredential } from '../../../src/directory/accounts/api-credentials.ts';
import { credentialGrantId } from '../../../src/directory/accounts/api-key.ts';
import { createSecondFactors } from '../../../src/directory/accounts/second-factors.ts';
import { createAudit } from '../../../src/directory/audit/audit.ts';
import { hashClientSecret } from '../../../src/directory/clients/clients.ts';
import { inProcessSigner } from '../../../src/directory/keys/signer.ts';
import { createCommit } from '../../../src/directory/operations/commit.ts';
import type { Work } from '../../../src/directory/operations/work.ts';
import { createResources } from '../../../src/directory/resources/resources.ts';
import { createRevocations } from '../../../src/directory/revocation/revocations.ts';
import { limitsFrom } from '../../../src/directory/throttle/limits.ts';
import { createThrottle } from '../../../src/directory/throttle/throttle.ts';

/** What lives, by name. */
const living = [
  'session here',
  'session elsewhere',
  'grant here',
  'grant elsewhere',
  'grant for absence',
  'tokens here',
  'tokens elsewhere',
  'tokens for absence',
  'sign-in',
  'mailed link',
  'known browser',
  'API key',
  'second API key',
  'tokens of the API key',
  'tokens of the second API key',
  'service account',
  'tokens of the service account',
  'tokens of the client itself',
  'stored tokens of the client itself',
  'session of another user',
  'tokens of another user',
  'client',
  'client secret',
  'signing key',
  'tokens signed by the key',
  'access token',
  'unregistered client',
  'grant of the unregistered client',
  'tokens of the unregistered client',
] as const;
export type Living = (typeof living)[number];

export interface World {
  readonly storage: Storage;
  readonly nowSeconds: number;
  readonly userId: string;
  readonly keptUid: string;
  readonly apiKeyId: string;
  readonly serviceAccountId: string;
  readonly clientSecret: Buffer;
  readonly parts: Awaited<ReturnType<typeof partsOf>>;
  /** Does the work, as the server does. */
  readonly commit: (work: Work) => Promise<void>;
  /** What lives now. */
  alive(): Promise<Living[]>;
  /** Failed attempts of the user count still. */
  attemptsCount(): Promise<boolean>;
  close(): Promise<void>;
}

export const clientId = 'web-app';
export const api = 'https://api.example.com';
export const signingKid = 'kid-1';
export const agentId = 'dyn_agent';

const partsOf = async (storage: Storage) => {
  const clock = Date.now;
  const audit = createAudit({ storage, clock });
  const mail = (one: Parameters<typeof mailWrite>[1]) => mailWrite({ storage, clock }, one);
  return {
    storage,
    clock,
    mail,
    mailer: { mail },
    secondFactors: createSecondFactors(storage, clock),
    issuer: 'https://id.example.com',
    revocations: createRevocations(storage, clock),
    commit: createCommit({ storage, audit, wake: () => undefined }),
    // There is no other instance.
    untilFollowed: async () => undefined,
    signers: [inProcessSigner({ rsaModulusBits: 2048 })] as const,
    settings: { rotationSeconds: 0, publishAheadSeconds: 0, idTokenSeconds: 300, sessionSeconds: 3600 },
    onError(error: unknown) {
      throw error;
    },
    resources: await createResources(storage, () => undefined),
    throttle: createThrottle({
      storage,
      clock,
      limits: limitsFrom({ perAccount: 1, perAddress: 1000, forEveryone: 1000, windowSeconds: 600 }),
    }),
  };
};

export async function createWorld(): Promise<World> {
  const storage = await openStorage({ url: 'sqlite::memory:', sealer: createSealer([Buffer.alloc(32, 1)]) });
  const nowSeconds = Math.floor(Date.now() / 1000);
  const expiresAtSeconds = nowSeconds + 3600;
  const [userId, otherId] = [randomUUID(), randomUUID()];
  const { artefacts } = storage;
  const clientSecret = hashClientSecret('a secret of the client');
  const artefact = (model: string, id: string, accountId: string | undefined, rest: object = {}) =>
    artefacts.writes.upsert({ model, id, accountId, payload: {}, expiresAtSeconds, ...rest });
  const session = (uid: string, accountId: string, grantId: string, persistent?: string) => {
    const authorizations = {
      [clientId]: { sid: `sid-${uid}`, grantId },
      ...(persistent && { 'another-app': { sid: `sid2-${uid}`, grantId: persistent, persistsLogout: true } }),
    };
    const payload = { uid, accountId, loginTs: nowSeconds - 60, amr: ['pwd'], authorizations };
    return artefact('Session', uid, accountId, { uid, payload });
  };
  const grant = (grantId: string, accountId: string, ofClient = clientId) => [
    artefact('Grant', grantId, accountId, {
      clientId: ofClient,
      grantId,
      payload: { jti: grantId, clientId: ofClient, iat: nowSeconds - 60 },
    }),
    artefact('RefreshToken', `refresh-${grantId}`, accountId, { grantId, clientId: ofClient }),
  ];
  const [key, second] = [1, 2].map((n) =>
    newCredential(storage, { kind: 'api_key', name: `key ${n}`, accountId: userId, scopes: { [api]: ['read'] } }),
  ) as [ReturnType<typeof newCredential>, ReturnType<typeof newCredential>];
  const service = newCredential(storage, { kind: 'service_account', name: 'sa', login: 'sa', scopes: {} });
  await storage.commit([
    storage.resources.writes.put({
      indicator: api,
      definition: { name: 'API', scopes: { read: 'Read' }, token_format: 'jwt', access_token_ttl_seconds: 300 },
    }),
    ...['reader', 'writer'].map((name) => storage.roles.writes.put({ name, definition: { [api]: ['read'] } })),
    storage.accounts.writes.put({
      id: userId,
      login: 'ann',
      name: 'Ann',
      email: 'ann@example.com',
      emailVerified: true,
      roles: ['reader'],
      status: 'active',
    }),
    storage.accounts.writes.put({ id: otherId, login: 'bob', roles: [], status: 'active' }),
    ...[clientId, 'another-app'].map((id) =>
      storage.clients.writes.put({
        clientId: id,
        metadata: { client_name: id, grant_types: [], backchannel_logout_uri: 'https://app.example.com/logout' },
      }),
    ),
    storage.clients.writes.addSecret({ clientId, sha256: clientSecret }),
    storage.signingKeys.writes.insertIfNone({
      kid: signingKid,
      purpose: 'token',
      algorithm: 'RS256',
      state: 'current',
      createdAtSeconds: nowSeconds - 60,
      privateKey: 'none',
    }),
    session('here', userId, 'g-here'),
    session('elsewhere', userId, 'g-elsewhere', 'g-absence'),
    ...grant('g-here', userId),
    ...grant('g-elsewhere', userId),
    ...grant('g-absence', userId, 'another-app'),
    artefact('SignIn', 'sign-in', userId),
    artefact('PasswordReset', 'reset', userId),
    artefact('EmailConfirmation', 'confirmation', userId),
    artefact('KnownBrowser', 'browser', userId),
    artefact('ClientCredentials', 'opaque', undefined, { clientId }),
    session('other', otherId, 'g-other'),
    ...grant('g-other', otherId),
    storage.unregisteredClients.writes.register({
      clientId: agentId,
      host: 'agent.example',
      metadata: { client_name: 'Agent' },
      managementSha256: Buffer.alloc(32, 1),
      removableAtSeconds: expiresAtSeconds,
    }),
    ...grant('g-agent', otherId, agentId),
    key.write,
    second.write,
    service.write,
  ]);
  const parts = await partsOf(storage);
  const attempt = () => parts.throttle.attempt('sign_in', { account: userId, address: '192.0.2.1' });
  await attempt();
  const issued = (claims: object, kid = 'another key') =>
    parts.revocations.isRevoked({ kid, claims: { iat: nowSeconds - 60, jti: randomUUID(), ...claims } });
  const lives = async (model: string, id: string) => (await artefacts.find(model, id)) !== undefined;
  const ofGrant = async (gid: string, sub: string, ofClient = clientId) =>
    (await lives('RefreshToken', `refresh-${gid}`)) && !(await issued({ gid, sub, client_id: ofClient }));
  const works = async (id: string) => {
    const found = await storage.apiCredentials.find(id);
    return found !== undefined && found.revokedAtSeconds === undefined;
  };
  const ofCredential = async (id: string, claims: object) =>
    !(await issued({ gid: credentialGrantId(id), client_id: 'gateway', ...claims }));
  const checks: Record<Living, () => Promise<boolean>> = {
    'session here': () => lives('Session', 'here'),
    'session elsewhere': () => lives('Session', 'elsewhere'),
    'grant here': () => lives('Grant', 'g-here'),
    'grant elsewhere': () => lives('Grant', 'g-elsewhere'),
    'grant for absence': () => lives('Grant', 'g-absence'),
    'tokens here': () => ofGrant('g-here', userId),
    'tokens elsewhere': () => ofGrant('g-elsewhere', userId),
    'tokens for absence': () => ofGrant('g-absence', userId, 'another-app'),
    'sign-in': () => lives('SignIn', 'sign-in'),
    'mailed link': () => lives('EmailConfirmation', 'confirmation'),
    'known browser': () => lives('KnownBrowser', 'browser'),
    'API key': () => works(key.id),
    'second API key': () => works(second.id),
    'tokens of the API key': () => ofCredential(key.id, { sub: userId }),
    'tokens of the second API key': () => ofCredential(second.id, { sub: userId }),
    'service account': () => works(service.id),
    'tokens of the service account': () => ofCredential(service.id, { sub: 'sa' }),
    'tokens of the client itself': async () => !(await issued({ sub: clientId, client_id: clientId })),
    'stored tokens of the client itself': () => lives('ClientCredentials', 'opaque'),
    'session of another user': () => lives('Session', 'other'),
    'tokens of another user': () => ofGrant('g-other', otherId, 'another-app'),
    client: async () => (await storage.clients.find(clientId))?.disabled === false,
    'client secret': async () =>
      (await storage.clients.find(clientId))?.secretHashes.some(({ sha256 }) => sha256.equals(clientSecret)) === true,
    'unregistered client': async () => (await storage.unregisteredClients.find(agentId)) !== undefined,
    'grant of the unregistered client': () => lives('Grant', 'g-agent'),
    'tokens of the unregistered client': () => ofGrant('g-agent', otherId, agentId),
    'access token': async () => !(await issued({ jti: 'jti-1' })),
    'tokens signed by the key': async () => !(await issued({}, signingKid)),
    'signing key': async () => (await storage.signingKeys.list('token')).some(({ kid }) => kid === signingKid),
  };
  return {
    storage,
    nowSeconds,
    userId,
    keptUid: 'here',
    apiKeyId: key.id,
    serviceAccountId: service.id,
    clientSecret,
    parts,
    commit: parts.commit,
    async alive() {
      const checked = await Promise.all(living.map(async (name) => ((await checks[name]()) ? [name] : [])));
      return checked.flat();
    },
    attemptsCount: async () => (await attempt()).refusedBy !== undefined,
    close: () => storage.close(),
  };
}
