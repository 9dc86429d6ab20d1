import { LostRaceError } from '@gatehouse/storage';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TOTP } from 'otpauth';
import { hasSecondFactor } from '../../../src/directory/accounts/second-factors.ts';
import { sessionsOf } from '../../../src/directory/accounts/sessions.ts';
import { newTotpSecret } from '../../../src/directory/accounts/totp.ts';
import { hashClientSecret } from '../../../src/directory/clients/clients.ts';
import { connectionFrom } from '../../../src/directory/connections/connections.ts';
import { rotationPolicies } from '../../../src/directory/keys/policies.ts';
import { addUser, type NewUser } from '../../../src/directory/operations/add-user.ts';
import * as credentials from '../../../src/directory/operations/api-credentials.ts';
import { changeUser, type UserChange } from '../../../src/directory/operations/change-user.ts';
import * as registrations from '../../../src/directory/operations/client-registration.ts';
import * as clients from '../../../src/directory/operations/clients.ts';
import * as connections from '../../../src/directory/operations/connections.ts';
import { copyData } from '../../../src/directory/operations/copy-data.ts';
import { deleteUser } from '../../../src/directory/operations/delete-user.ts';
import * as domains from '../../../src/directory/operations/domains.ts';
import * as emails from '../../../src/directory/operations/email-change.ts';
import * as factors from '../../../src/directory/operations/factors.ts';
import * as grants from '../../../src/directory/operations/grants.ts';
import { linkIdentity } from '../../../src/directory/operations/identities.ts';
import { acceptInvitation, inviteAgain, inviteUser } from '../../../src/directory/operations/invite-user.ts';
import * as keys from '../../../src/directory/operations/keys.ts';
import { type Ending, type Operation, operations } from '../../../src/directory/operations/operations.ts';
import * as outbox from '../../../src/directory/operations/outbox.ts';
import { requestPasswordReset, resetRequestItem } from '../../../src/directory/operations/password-reset.ts';
import * as passwords from '../../../src/directory/operations/passwords.ts';
import { declarePolicy } from '../../../src/directory/operations/policies.ts';
import * as profiles from '../../../src/directory/operations/profile.ts';
import {
  confirmAddress,
  createRegistration,
  registrationItems,
} from '../../../src/directory/operations/registration.ts';
import * as registrationTokens from '../../../src/directory/operations/registration-tokens.ts';
import * as resources from '../../../src/directory/operations/resources.ts';
import * as roles from '../../../src/directory/operations/roles.ts';
import * as sessions from '../../../src/directory/operations/sessions.ts';
import { acceptTerms } from '../../../src/directory/operations/terms.ts';
import * as tokens from '../../../src/directory/operations/tokens.ts';
import { unlinkIdentity } from '../../../src/directory/operations/unlink-identity.ts';
import { removeUnregisteredClient } from '../../../src/directory/operations/unregistered-clients.ts';
import * as users from '../../../src/directory/operations/users.ts';
import { type Caller, nothing, together, type Work } from '../../../src/directory/operations/work.ts';
import { appliedFrom } from '../../../src/directory/registry/apply.ts';
import { logoutItem } from '../../../src/directory/revocation/logout-notices.ts';
import { unregisteredClients } from '../../../src/directory/unregistered/policy.ts';
import { agentId, api, clientId, createWorld, type Living, signingKid, type World } from './world.ts';

/** What an ending of the table is, in the test's world. */
const meaning: Record<Ending, readonly Living[]> = {
  'the session': ['session elsewhere', 'grant elsewhere', 'tokens elsewhere'],
  'other sessions': ['session elsewhere', 'grant elsewhere', 'tokens elsewhere'],
  'sessions that began there': ['session elsewhere', 'grant elsewhere', 'tokens elsewhere'],
  'all sessions': ['session here', 'session elsewhere'],
  'the access token': ['access token'],
  'the grants': ['grant for absence', 'tokens for absence'],
  'all grants and tokens of the user': [
    ...(['grant here', 'grant elsewhere', 'grant for absence'] as const),
    ...(['tokens here', 'tokens elsewhere', 'tokens for absence'] as const),
    ...(['tokens of the API key', 'tokens of the second API key'] as const),
  ],
  'all tokens of the client': [
    ...(['grant here', 'grant elsewhere', 'tokens here', 'tokens elsewhere', 'tokens of another user'] as const),
    ...(['tokens of the client itself', 'stored tokens of the client itself'] as const),
  ],
  'all grants and tokens of the client': ['grant of the unregistered client', 'tokens of the unregistered client'],
  'everything of everybody': [
    ...(['session here', 'session elsewhere', 'session of another user'] as const),
    ...(['grant here', 'grant elsewhere', 'grant for absence'] as const),
    ...(['tokens here', 'tokens elsewhere', 'tokens for absence', 'tokens of another user'] as const),
    ...(['tokens of the API key', 'tokens of the second API key', 'tokens of the service account'] as const),
    ...(['tokens of the client itself', 'stored tokens of the client itself', 'tokens signed by the key'] as const),
    ...(['grant of the unregistered client', 'tokens of the unregistered client', 'access token'] as const),
  ],
  'tokens of the API key': ['API key', 'tokens of the API key'],
  'tokens of the API keys': ['API key', 'tokens of the API key', 'second API key', 'tokens of the second API key'],
  'tokens of the service account': ['service account', 'tokens of the service account'],
  'sign-ins under way': ['sign-in'],
  'mailed links': ['mailed link'],
  'known browsers': ['known browser'],
  'API keys': ['API key', 'second API key'],
  'tokens signed by the key': ['tokens signed by the key'],
};

/** What the handler of an outbox item mails in the end. */
const mailedByHandlers: Readonly<Record<string, string>> = {
  [emails.emailChangeItem]: 'change_address',
  [resetRequestItem]: 'reset_password',
  ...Object.fromEntries(registrationItems.map((kind) => [kind, 'confirm_address'])),
};

/** Operations on keys commit by themselves. */
type Run = (world: World, caller: Caller) => Promise<Work | undefined> | Work;
interface Proof {
  readonly run: Run;
  /** What is to be there before. */
  readonly before?: Run;
  /** What the act itself takes away, beside what ends with it. */
  readonly itself?: readonly Living[];
}

const registrationBody = { redirect_uris: ['https://agent.example/back'] };
const registering = ({ parts, storage }: World): registrations.RegistrationParts => ({
  ...parts,
  storage,
  policy: unregisteredClients.parse({ registration: { mode: 'open' } }).registration as never,
  blocked: [],
  check: async () => undefined,
  keys: () => Promise.reject(new Error('there are no software statements')),
  issuer: 'https://id.example',
});
const registeredByItself: Run = ({ storage, nowSeconds }) => ({
  writes: [
    storage.unregisteredClients.writes.register({
      clientId,
      host: 'agent.example',
      metadata: { ...registrationBody, application_type: 'web', token_endpoint_auth_method: 'none' },
      managementSha256: hashClientSecret('its own'),
      removableAtSeconds: nowSeconds + 60,
    }),
  ],
  events: [],
});
const domainOfCorp = { connection: 'corp', domain: 'corp.example' };
const withDomain: Run = ({ storage }, caller) =>
  connections.declareConnection(storage, caller, { name: 'corp', definition: { domains: ['corp.example'] } });
const challenged: Run = async (world, caller) => {
  await world.commit((await withDomain(world, caller)) as Work);
  return domains.challengeDomain(world, caller, domainOfCorp);
};
const lookAt = (storage: World['storage'], caller: Caller, kind: 'found' | 'missing') =>
  domains.checkDomain({ storage, lookForChallenge: async () => ({ kind }) }, caller, domainOfCorp);
const initialTokenOf: Run = ({ storage, nowSeconds }) => ({
  writes: [
    storage.registrationTokens.writes.add({
      id: 'initial',
      sha256: hashClientSecret('shown once'),
      label: 'for tests',
      usesLeft: 1,
      madeBy: 'operator ann',
      expiresAtSeconds: nowSeconds + 60,
    }),
  ],
  events: [],
});

const githubConnection = { name: 'corp', definition: { kind: 'github', client_id: 'ours' } };
const declaredConnection: Run = ({ storage }, caller) =>
  connections.declareConnection(storage, caller, githubConnection);

const wantedKey = { name: 'a key', indicator: api, scopes: ['read'] };
const inAMoment = ({ nowSeconds }: World) => nowSeconds + 60;

const user = async ({ storage, userId }: World) => {
  const found = await storage.accounts.find(userId);
  if (!found) throw new Error('the user is gone');
  return found;
};
const newPassword = async (at: World) => ({
  account: await user(at),
  hash: 'a new one',
  expectedVersion: (await at.parts.secondFactors.of(at.userId)).password?.version ?? 0,
});
const owned = async (at: World) => ({
  account: await user(at),
  factors: await at.parts.secondFactors.of(at.userId),
});
const passkeyOf = async (at: World) => {
  const [passkey] = (await owned(at)).factors.passkeys;
  if (!passkey) throw new Error('there is no passkey');
  return passkey;
};
const passkeyWrite = ({ storage, userId: accountId }: World, credentialId = 'a passkey') =>
  storage.passkeys.writes.add({
    accountId,
    credentialId,
    publicKey: 'a key',
    transports: [],
    aaguid: '00000000-0000-0000-0000-000000000000',
    name: 'a passkey',
    signCount: 0,
    backupEligible: false,
    backedUp: false,
    most: 10,
  });
const passwordWrite = ({ storage, userId: accountId }: World) =>
  storage.credentials.writes.put({ accountId, kind: 'password', data: { hash: 'hers' } });
const withFactors: Run = async (at) => ({
  writes: [
    passwordWrite(at),
    at.storage.credentials.writes.put({ accountId: at.userId, kind: 'totp', data: { secret: newTotpSecret() } }),
    at.parts.secondFactors.renewRecoveryCodes(await at.parts.secondFactors.of(at.userId)).write,
    passkeyWrite(at),
  ],
  events: [],
});

const corp = connectionFrom(
  { name: 'corp', definition: { kind: 'oidc', issuer: 'https://corp.example', client_id: 'here' } },
  [],
);
const there = { issuer: 'https://corp.example', subject: 'ann-there' };
const proved = { ...there, mapped: { emailVerified: false, groups: [], claims: {} } } as never;
const withIdentity: Run = (at) => ({
  writes: [
    passkeyWrite(at),
    at.storage.identities.writes.link({ ...there, accountId: at.userId, connection: 'corp', profile: {} }),
    at.storage.upstreamSessions.writes.put({
      ...there,
      sessionUid: 'elsewhere',
      accountId: at.userId,
      connection: 'corp',
      expiresAtSeconds: at.nowSeconds + 3600,
    }),
  ],
  events: [],
});
const begunBy: Run = async (at, caller) =>
  together((await withIdentity(at, caller)) as Work, (await declaredConnection(at, caller)) as Work);
const linked = async (at: World) => {
  const [identity] = await at.storage.identities.listOfAccount(at.userId);
  if (!identity) throw new Error('nothing is connected');
  return { account: await user(at), identity };
};

const addresses = { from: 'ann@example.com', to: 'new@example.com' };
const link = ({ storage, userId: accountId, nowSeconds }: World, model: string): Work => ({
  writes: [
    storage.artefacts.writes.upsert({
      model,
      id: 'mailed',
      accountId,
      payload: {},
      expiresAtSeconds: nowSeconds + 3600,
    }),
  ],
  events: [],
});

const newUser: NewUser = { login: 'new', name: 'New', email: 'new@example.com', roles: ['reader'], claims: {} };
const changedUser =
  (change: UserChange): Run =>
  async (at, caller) =>
    changeUser(at.parts, caller, { before: await user(at), change });

const pendingWithLink: Run = (at) => {
  const { writes } = link(at, 'EmailConfirmation');
  return {
    writes: [...writes, at.storage.accounts.writes.setStatus(at.userId, { from: 'active', to: 'pending' })],
    events: [],
  };
};
const disabledBefore: Run = (at) => ({
  writes: [at.storage.accounts.writes.setStatus(at.userId, { from: 'active', to: 'disabled' })],
  events: [],
});
const confirmed = async (at: World) => ({
  account: await user(at),
  email: addresses.from,
  token: 'mailed',
  proof: [],
});

/** How each operation of the table is carried out. */
const proofs: Record<keyof typeof operations, Proof> = {
  'sign out of one session': {
    async run({ parts, storage, userId, nowSeconds }, caller) {
      const chosen = (await sessionsOf(storage, userId, nowSeconds)).find(({ uid }) => uid === 'elsewhere');
      return sessions.signOut(parts, caller, { accountId: userId, reference: String(chosen?.reference) });
    },
  },
  'sign out of the other sessions': {
    run: ({ parts, userId, keptUid }, caller) =>
      sessions.signOutElsewhere(parts, caller, { accountId: userId, keptUid }),
  },
  'withdraw consent': {
    run: ({ parts, userId }, caller) =>
      grants.withdrawConsent(parts, caller, { accountId: userId, clientId: 'another-app' }),
  },
  'revoke an access token': {
    run: ({ parts, nowSeconds }, caller) =>
      tokens.revokeToken(parts, caller, {
        token: { jti: 'jti-1' },
        expiresAtSeconds: nowSeconds + 60,
        clientId,
      }),
  },
  'revoke a grant': { run: ({ parts }, caller) => tokens.revokeGrant(parts, caller, 'g-absence') },
  'revoke all tokens of a user': {
    run: ({ parts, userId }, caller) => tokens.revokeTokensOfUser(parts, caller, { accountId: userId }),
  },
  'revoke tokens of a user from before a moment': {
    run: (world, caller) =>
      tokens.revokeTokensOfUser(world.parts, caller, { accountId: world.userId, beforeSeconds: inAMoment(world) }),
  },
  'revoke tokens of a client': {
    run: (world, caller) =>
      tokens.revokeTokensOfClient(world.parts, caller, { clientId, beforeSeconds: inAMoment(world) }),
  },
  'revoke everything from before a moment': {
    run: (world, caller) => tokens.revokeTokensBefore(world.parts, caller, inAMoment(world)),
  },
  'change the password': {
    run: async (at, caller) =>
      passwords.changePassword(at.parts, caller, {
        ...(await newPassword(at)),
        keptUid: at.keptUid,
        keptBrowserId: 'here',
      }),
  },
  'choose a password by a mailed link': {
    run: async (at, caller) =>
      passwords.resetPassword(at.parts, caller, { ...(await newPassword(at)), token: 'reset' }),
  },
  'set the password of a user': {
    run: async (at, caller) => passwords.setPassword(at.parts, caller, await newPassword(at)),
  },
  'give a user the first password': {
    before: ({ storage, userId }) => ({
      writes: [storage.accounts.writes.setStatus(userId, { from: 'active', to: 'pending' })],
      events: [],
    }),
    run: async (at, caller) => passwords.setPassword(at.parts, caller, await newPassword(at)),
  },
  'accept the terms of use': {
    run: ({ parts, userId }, caller) => acceptTerms(parts, caller, { accountId: userId, version: '2026-01' }),
  },
  'ask for a link to choose another password': {
    run: ({ parts }, caller) => requestPasswordReset(parts, caller, 'ann'),
  },
  'ask to register': {
    run: ({ parts }, caller) =>
      createRegistration({ ...parts, open: true, mailer: { full: false }, wake: () => undefined }).ask(caller, {
        accountId: 'a new user',
        email: 'new@example.com',
        name: 'New',
        locale: 'en',
        passwordHash: 'chosen',
        browserId: 'browser',
        uid: 'interaction',
      }),
  },
  'confirm a registration by a mailed link': {
    before: pendingWithLink,
    run: async (at, caller) => confirmAddress(at.parts, caller, await confirmed(at)),
  },
  'confirm the e-mail address by a mailed link': {
    before: (at) => link(at, 'EmailConfirmation'),
    run: async (at, caller) => confirmAddress(at.parts, caller, await confirmed(at)),
  },
  'add an authenticator app': {
    async run(at, caller) {
      const secret = newTotpSecret();
      return factors.addTotp(at.parts, caller, {
        ...(await owned(at)),
        secret,
        code: new TOTP({ secret }).generate(),
      });
    },
  },
  'add a passkey': {
    run: async (at, caller) =>
      factors.addPasskey(at.parts, caller, {
        ...(await owned(at)),
        added: { reference: 'a reference', writes: [passkeyWrite(at)] },
      }),
  },
  'rename a passkey': {
    before: withFactors,
    run: async (at, caller) =>
      factors.renamePasskey(at.parts, caller, { account: await user(at), passkey: await passkeyOf(at), name: 'mine' }),
  },
  'remove an authenticator app': {
    before: withFactors,
    run: async (at, caller) => factors.removeTotp(at.parts, caller, { ...(await owned(at)), keptUid: at.keptUid }),
  },
  'remove a passkey': {
    before: withFactors,
    async run(at, caller) {
      return factors.removePasskey(at.parts, caller, {
        ...(await owned(at)),
        passkey: await passkeyOf(at),
        keptUid: at.keptUid,
      });
    },
  },
  'remove the last second factor': {
    before: (at) => ({ writes: [passwordWrite(at), passkeyWrite(at)], events: [] }),
    async run(at, caller) {
      return factors.removePasskey(at.parts, caller, {
        ...(await owned(at)),
        passkey: await passkeyOf(at),
        keptUid: at.keptUid,
      });
    },
  },
  'renew recovery codes': {
    before: withFactors,
    run: async (at, caller) => factors.renewRecoveryCodes(at.parts, caller, await owned(at)),
  },
  'connect an identity': {
    run: (at, caller) => linkIdentity(at.parts, caller, corp, { identity: proved, accountId: at.userId }),
  },
  'disconnect an identity': {
    before: withIdentity,
    run: async (at, caller) => unlinkIdentity(at.parts, caller, await linked(at)),
  },
  'remove all second factors of a user': {
    before: withFactors,
    run: async (at, caller) => factors.removeAllFactors(at.parts, caller, await owned(at)),
  },
  'add a user': { run: (at, caller) => addUser(at.parts, caller, { user: newUser, hash: async () => 'chosen' }) },
  'invite a user': { run: (at, caller) => inviteUser(at.parts, caller, { user: newUser, days: 7 }) },
  'invite a user again': {
    before: ({ storage, userId }) => ({
      writes: [storage.accounts.writes.setStatus(userId, { from: 'active', to: 'pending' })],
      events: [],
    }),
    run: async (at, caller) => inviteAgain(at.parts, caller, { account: await user(at), days: 7 }),
  },
  'change what is known of a user': { run: changedUser({ name: 'Anne', roles: ['reader', 'writer'] }) },
  'take a role or a claim from a user': { run: changedUser({ roles: [] }) },
  'change the e-mail address of a user': { run: changedUser({ email: addresses.to }) },
  'disable a user': { run: async (at, caller) => users.disableUser(at.parts, caller, await user(at)) },
  'enable a user': {
    before: disabledBefore,
    run: async (at, caller) => users.enableUser(at.parts, caller, await user(at)),
  },
  'end all sessions of a user': {
    run: async (at, caller) => users.endSessionsOfUser(at.parts, caller, await user(at)),
  },
  'unlock a user': { run: async (at, caller) => users.unlockUser(at.parts, caller, await user(at)) },
  'download the data': {
    run: async (at, caller) => copyData(at.parts, caller, await owned(at)),
  },
  'change the profile': {
    run: async (at, caller) =>
      profiles.changeProfile(at.parts, caller, { account: await user(at), profile: { name: 'Anne', locale: 'fr' } }),
  },
  'ask for another e-mail address': {
    run: ({ parts, userId: accountId }, caller) =>
      emails.requestEmailChange(parts, caller, { accountId, ...addresses }),
  },
  'change the e-mail address by a mailed link': {
    before: (at) => link(at, 'EmailChange'),
    run: async (at, caller) =>
      emails.confirmEmailChange(at.parts, caller, {
        account: await user(at),
        change: { accountId: at.userId, ...addresses },
        token: 'mailed',
      }),
  },
  'delete a user': { run: async (at, caller) => deleteUser(at.parts, caller, await user(at)) },
  'accept an invitation': {
    before: (at) => link(at, 'Invitation'),
    run: async (at, caller) =>
      acceptInvitation(at.parts, caller, {
        token: 'mailed',
        invitation: { accountId: at.userId, email: addresses.from, mailed: false },
        account: await user(at),
        hash: 'chosen',
      }),
  },
  'make an API key': {
    async run({ parts, storage, userId }, caller) {
      const owner = await storage.accounts.find(userId);
      if (!owner) throw new Error('the user is gone');
      return credentials.addApiKey(parts, caller, { ...wantedKey, owner });
    },
  },
  'revoke an API key': {
    run: ({ parts, apiKeyId: id }, caller) => credentials.revokeCredential(parts, caller, { kind: 'api_key', id }),
  },
  'revoke all API keys of a user': {
    run: ({ parts, userId }, caller) => credentials.revokeApiKeysOf(parts, caller, userId),
  },
  'make a service account': {
    run: ({ parts }, caller) =>
      credentials.addServiceAccount(parts, caller, { ...wantedKey, login: 'robot', claims: {} }),
  },
  'revoke a service account': {
    run: ({ parts, serviceAccountId: id }, caller) =>
      credentials.revokeCredential(parts, caller, { kind: 'service_account', id }),
  },
  'declare a new client': {
    run: ({ parts }, caller) => clients.declareClient(parts, caller, { clientId: 'new', metadata: {}, secrets: [] }),
  },
  'declare a client otherwise': {
    run: ({ parts }, caller) => clients.declareClient(parts, caller, { clientId, metadata: { a: 1 }, secrets: [] }),
  },
  'declare a new API': {
    run: ({ storage }, caller) =>
      resources.declareResource(storage, caller, { indicator: 'https://new.example.com', definition: {} }),
  },
  'declare an API otherwise': {
    run: ({ storage }, caller) => resources.declareResource(storage, caller, { indicator: api, definition: {} }),
  },
  // Of one that no role names: what roles and clients lose is recorded as their change.
  'remove an API': {
    before: ({ storage }, caller) =>
      resources.declareResource(storage, caller, { indicator: 'https://new.example.com', definition: {} }),
    run: ({ storage }, caller) => resources.removeResource(storage, caller, 'https://new.example.com'),
  },
  'apply a registry': { run: async (_world, caller) => appliedFrom(caller, 'registry.yaml') },
  'declare what holds for all users': {
    run: ({ storage }, caller) =>
      declarePolicy(storage, caller, { name: 'users_policy.registration_roles', definition: ['reader'] }),
  },
  'declare a new role': {
    run: ({ storage }, caller) => roles.declareRole(storage, caller, { name: 'new', definition: {} }),
  },
  'declare a role otherwise': {
    run: ({ storage }, caller) => roles.declareRole(storage, caller, { name: 'reader', definition: {} }),
  },
  'remove a role': { run: ({ storage }, caller) => roles.removeRole(storage, caller, 'writer') },
  'declare a new connection': {
    run: ({ storage }, caller) => connections.declareConnection(storage, caller, githubConnection),
  },
  'declare a connection otherwise': {
    before: declaredConnection,
    run: ({ storage }, caller) =>
      connections.declareConnection(storage, caller, {
        ...githubConnection,
        definition: { ...githubConnection.definition, sign_up: false },
      }),
  },
  'disable a connection': {
    before: begunBy,
    run: ({ storage }, caller) =>
      connections.declareConnection(storage, caller, {
        ...githubConnection,
        definition: { ...githubConnection.definition, enabled: false },
      }),
  },
  'set the secret of a connection': {
    before: declaredConnection,
    run: ({ storage }, caller) =>
      connections.setConnectionSecret(storage, caller, { name: 'corp', secret: 'of the upstream' }),
  },
  'test a connection': { run: (_world, caller) => connections.connectionTested(caller, 'corp') },
  'remove a connection': {
    before: begunBy,
    run: ({ storage }, caller) => connections.removeConnection(storage, caller, 'corp'),
  },
  'disable a client': {
    run: ({ parts }, caller) => clients.disableClient(parts, caller, clientId),
    itself: ['client'],
  },
  'enable a client': {
    before: ({ parts }, caller) => clients.disableClient(parts, caller, clientId),
    run: ({ parts }, caller) => clients.enableClient(parts, caller, clientId),
  },
  'remove a client': {
    run: ({ parts }, caller) => clients.removeClient(parts, caller, clientId),
    itself: ['client', 'client secret'],
  },
  'remove an unregistered client': {
    run: ({ parts }, caller) => removeUnregisteredClient(parts, caller, agentId),
    itself: ['unregistered client'],
  },
  'rotate signing keys when it is time': {
    async run({ parts, storage }, caller) {
      const { token } = await rotationPolicies(storage, parts.settings);
      await keys.keepKeys(parts, caller, 'token', token);
      return undefined;
    },
  },
  'rotate signing keys': {
    async run({ parts }, caller) {
      await keys.rotateKeys(parts, caller, 'token');
      return undefined;
    },
  },
  'retire a signing key': {
    async run({ parts }, caller) {
      await keys.retireKey(parts, caller, signingKid);
      return undefined;
    },
  },
  'revoke a signing key': {
    async run({ parts }, caller) {
      await keys.revokeKey(parts, caller, signingKid);
      return undefined;
    },
    itself: ['signing key'],
  },
  'add a secret of a client': { run: ({ parts }, caller) => clients.addClientSecret(parts, caller, { clientId }) },
  'remove a secret of a client': {
    run: ({ parts, clientSecret }, caller) =>
      clients.removeClientSecret(parts, caller, { clientId, fingerprint: clients.fingerprintOf(clientSecret) }),
    itself: ['client secret'],
  },
  'ask for the proof of a domain': {
    before: withDomain,
    run: (world, caller) => domains.challengeDomain(world, caller, domainOfCorp),
  },
  'find a domain proved': {
    before: challenged,
    run: ({ storage }, caller) => lookAt(storage, caller, 'found'),
  },
  'find the proof of a domain lost': {
    before: async (world, caller) => {
      await world.commit((await challenged(world, caller)) as Work);
      return lookAt(world.storage, caller, 'found');
    },
    run: ({ storage }, caller) => lookAt(storage, caller, 'missing'),
  },
  'make an initial access token': {
    run: ({ storage, nowSeconds }, caller) =>
      registrationTokens.addRegistrationToken({ storage }, caller, {
        label: 'for tests',
        uses: 1,
        expiresAtSeconds: nowSeconds + 60,
      }),
  },
  'remove an initial access token': {
    before: initialTokenOf,
    run: ({ storage }, caller) => registrationTokens.removeRegistrationToken({ storage }, caller, 'initial'),
  },
  'register a client by itself': {
    run: (at, caller) =>
      registrations.registerClient(registering(at), caller, {
        body: registrationBody,
        token: undefined,
        from: { network: '192.0.2.0/24' },
      }),
  },
  'change a registration by itself': {
    before: registeredByItself,
    run: (at, caller) =>
      registrations.changeRegistration(registering(at), caller, {
        clientId,
        token: 'its own',
        body: { ...registrationBody, client_id: clientId },
      }),
  },
  'end a registration by itself': {
    before: registeredByItself,
    run: (at, caller) => registrations.endRegistration(registering(at), caller, { clientId, token: 'its own' }),
  },
  'send a message at once': {
    run: async ({ storage }, caller) => outbox.retryOutboxItem(storage, caller, await waiting(storage)),
  },
  'give up a message': {
    run: async ({ storage }, caller) => outbox.dropOutboxItem(storage, caller, await waiting(storage)),
  },
};

/** It waits before the operation, and is nothing that it sends. */
const someMessage = 'some message';

/** The identifier of a message that waits. */
async function waiting(storage: World['storage']): Promise<string> {
  await storage.commit([storage.outbox.writes.add({ kind: someMessage, payload: {}, keptSeconds: 60 })]);
  const { items } = await storage.outbox.page({ kind: someMessage, limit: 1 });
  return items[0]?.id ?? '';
}

const operator: Caller = { actor: { type: 'operator', id: 'operator-1' } };

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

describe('each operation ends, tells and forgives what the table says, and nothing else', () => {
  it.each(Object.entries(operations) as [keyof typeof operations, Operation][])('%s', async (name, operation) => {
    const { run, before, itself = [] } = proofs[name];
    if (before) await world.commit((await before(world, operator)) ?? nothing);
    const alive = await world.alive();
    const earlier = new Set((await world.storage.audit.list()).map(({ id }) => id));
    await world.commit((await run(world, operator)) ?? nothing);

    const still = new Set(await world.alive());
    const gone = alive.filter((one) => !still.has(one));
    expect(gone.toSorted()).toEqual(
      [...new Set([...operation.ends.flatMap((ending) => meaning[ending]), ...itself])].toSorted(),
    );
    const records = (await world.storage.audit.list()).filter(({ id }) => !earlier.has(id));
    expect([...new Set(records.map(({ type }) => type))]).toEqual([operation.event]);
    for (const { data } of records) expect(data).toMatchObject({ actor: operator.actor, outcome: 'success' });
    const wait = await world.storage.outbox.list();
    const sent = wait
      .filter(({ kind }) => kind !== someMessage)
      .map(({ kind, payload }) => {
        if (kind === logoutItem) return 'applications';
        return mailedByHandlers[kind] ?? String(payload['kind']);
      });
    expect([...new Set(sent)].toSorted()).toEqual([...operation.tells].toSorted());
    expect(await world.attemptsCount()).toBe(operation.forgives !== true);
  });
});

const disabledClient: Run = ({ parts }, caller) => clients.disableClient(parts, caller, clientId);
const disabledUser: Run = async (at, caller) => users.disableUser(at.parts, caller, await user(at));

describe('an operation that would change nothing', () => {
  it.each<[string, Run | undefined, Run]>([
    ['disables a user who is disabled', disabledUser, disabledUser],
    ['enables a user who is active', undefined, async (at, by) => users.enableUser(at.parts, by, await user(at))],
    ['disables a client that is disabled', disabledClient, disabledClient],
    ['enables a client that is enabled', undefined, ({ parts }, by) => clients.enableClient(parts, by, clientId)],
  ])('%s: is nothing, and not recorded', async (_what, before, run) => {
    if (before) await world.commit((await before(world, operator)) ?? nothing);
    expect(await run(world, operator)).toEqual(nothing);
  });

  it('orders a rotation that is ordered, or retires the key that it is about: nothing is recorded', async () => {
    const parts = { ...world.parts, settings: { ...world.parts.settings, publishAheadSeconds: 3600 } };
    await keys.rotateKeys(parts, operator, 'token');
    const records = await world.storage.audit.list();
    const [ordered] = records;
    expect(ordered?.data).toMatchObject({ event: 'key.rotated', target: { type: 'key', id: 'token' } });
    expect(ordered?.data['changed']).toContain(signingKid);
    await keys.rotateKeys(parts, operator, 'token');
    await keys.retireKey(parts, operator, signingKid);
    expect(await world.storage.audit.list()).toEqual(records);
  });
});

const refusalOf = (code: string) => expect.objectContaining({ name: 'OperationRefused', code });
const owner = async () => {
  const found = await world.storage.accounts.find(world.userId);
  if (!found) throw new Error('the user is gone');
  return found;
};

const add = (change: Partial<NewUser>) =>
  addUser(world.parts, operator, {
    user: { ...newUser, ...change },
    hash: () => Promise.reject(new Error('nothing is to be hashed for a user who cannot be')),
  });

const addKey = async (change: Partial<typeof wantedKey>) =>
  credentials.addApiKey(world.parts, operator, { ...wantedKey, ...change, owner: await owner() });

describe('what an operation decides', () => {
  it.each([
    [
      'changed',
      async () =>
        passwords.changePassword(world.parts, operator, {
          ...(await newPassword(world)),
          keptUid: 'here',
          keptBrowserId: 'here',
        }),
    ],
    [
      'reset',
      async () => passwords.resetPassword(world.parts, operator, { ...(await newPassword(world)), token: 'reset' }),
    ],
    ['set', async () => passwords.setPassword(world.parts, operator, await newPassword(world))],
  ])('a password that somebody else replaced meanwhile is not %s, and nothing changes', async (_how, run) => {
    const work = await run();
    await world.storage.commit([
      world.storage.credentials.writes.put({ accountId: world.userId, kind: 'password', data: { hash: 'theirs' } }),
    ]);
    const alive = await world.alive();
    await expect(world.commit(work)).rejects.toBeInstanceOf(LostRaceError);
    expect(await world.alive()).toEqual(alive);
    expect((await world.storage.credentials.find(world.userId, 'password'))?.data).toEqual({ hash: 'theirs' });
    expect([await world.storage.audit.list(), await world.storage.outbox.list()]).toEqual([[], []]);
  });

  describe('of two changes of the second factors that were decided on the same, one is done', () => {
    const keptUid = 'here';
    const changes = {
      'adding a passkey': (both) =>
        factors.addPasskey(world.parts, operator, {
          ...both,
          added: { reference: 'a reference', writes: [passkeyWrite(world, 'another passkey')] },
        }),
      'adding the app': (both) => {
        const secret = newTotpSecret();
        const added = factors.addTotp(world.parts, operator, {
          ...both,
          secret,
          code: new TOTP({ secret }).generate(),
        });
        if (!added) throw new Error('the code is wrong');
        return added;
      },
      'removing the app': (both) => factors.removeTotp(world.parts, operator, { ...both, keptUid }),
      'removing the passkey': (both) => {
        const [passkey] = both.factors.passkeys;
        if (!passkey) throw new Error('there is no passkey');
        return factors.removePasskey(world.parts, operator, { ...both, passkey, keptUid });
      },
      'removing all': (both) => factors.removeAllFactors(world.parts, operator, both),
      'renewing recovery codes': (both) => factors.renewRecoveryCodes(world.parts, operator, both),
    } satisfies Record<string, (both: Awaited<ReturnType<typeof owned>>) => Work | Promise<Work>>;
    type Change = keyof typeof changes;
    const pairs: readonly (readonly ['app' | 'passkey' | 'both', Change, Change])[] = [
      ['app', 'removing the app', 'adding a passkey'],
      ['app', 'removing all', 'adding a passkey'],
      ['app', 'removing the app', 'removing all'],
      ['app', 'removing the app', 'renewing recovery codes'],
      ['passkey', 'removing the passkey', 'adding the app'],
      ['passkey', 'removing the passkey', 'adding a passkey'],
      ['both', 'removing the app', 'removing the passkey'],
      ['both', 'removing the app', 'adding a passkey'],
      ['both', 'removing all', 'renewing recovery codes'],
    ];
    const orders = pairs.flatMap(([has, one, other]) => [[has, one, other] as const, [has, other, one] as const]);
    it.each(orders)('%s: %s, then %s', async (has, first, second) => {
      const { storage, userId, parts } = world;
      await storage.commit([
        passwordWrite(world),
        ...(has === 'passkey'
          ? []
          : [storage.credentials.writes.put({ accountId: userId, kind: 'totp', data: { secret: newTotpSecret() } })]),
        ...(has === 'app' ? [] : [passkeyWrite(world)]),
        parts.secondFactors.renewRecoveryCodes(await parts.secondFactors.of(userId)).write,
      ]);
      const before = await owned(world);
      const [won, late] = [await changes[first](before), await changes[second](before)];
      await world.commit(won);
      const left = await parts.secondFactors.of(userId);
      const records = await storage.audit.list();
      await expect(world.commit(late)).rejects.toBeInstanceOf(LostRaceError);
      expect(await parts.secondFactors.of(userId)).toEqual(left);
      expect(await storage.audit.list()).toEqual(records);
      expect(left.recoveryCodes !== undefined).toBe(hasSecondFactor(left));
    });
  });

  it('a status that another operator set meanwhile stays, and nothing ends a second time', async () => {
    const before = await user(world);
    await world.commit(await users.disableUser(world.parts, operator, before));
    const now = async () => [await user(world), await world.storage.audit.list(), await world.alive()];
    const after = await now();
    const late = await users.disableUser(world.parts, operator, before);
    await expect(world.commit(late)).rejects.toBeInstanceOf(LostRaceError);
    expect(await now()).toEqual(after);
    const disabled = await user(world);
    await world.commit(users.enableUser(world.parts, operator, disabled));
    const enabled = await now();
    const again = users.enableUser(world.parts, operator, disabled);
    await expect(world.commit(again)).rejects.toBeInstanceOf(LostRaceError);
    expect(await now()).toEqual(enabled);
  });

  it('a profile that changed meanwhile, or whose user was disabled, is not written over', async () => {
    const { parts, storage, commit } = world;
    const before = await user(world);
    const late = profiles.changeProfile(parts, operator, { account: before, profile: { name: 'late' } });
    const first = { name: 'Anne', locale: 'fr' };
    await commit(profiles.changeProfile(parts, operator, { account: before, profile: first }));
    await expect(commit(late)).rejects.toBeInstanceOf(LostRaceError);
    const again = profiles.changeProfile(parts, operator, { account: await user(world), profile: { name: 'late' } });
    await commit(await users.disableUser(parts, operator, await user(world)));
    const records = await storage.audit.list();
    await expect(commit(again)).rejects.toBeInstanceOf(LostRaceError);
    expect(await user(world)).toMatchObject(first);
    expect(await storage.audit.list()).toEqual(records);
  });

  it('whatever changes a credential or the address ends the links that were mailed', () => {
    const changing =
      /^(?:(?:user\.)?password\.|user\.password_|factor\.(?:added|removed)|user\.factors_|identity\.|recovery_codes\.|email\.changed$)/u;
    const found = Object.entries<Operation>(operations).filter(([, { event }]) => changing.test(event));
    expect(found).toHaveLength(14);
    for (const [name, { ends }] of found)
      expect([name, ends]).toEqual([name, expect.arrayContaining(['mailed links'])]);
  });

  it('a client that is enabled again has nothing of what it had, even if disabling was broken off', async () => {
    const { afterwards: _brokenOff, ...disabling } = await clients.disableClient(world.parts, operator, clientId);
    await world.commit(disabling);
    expect(await world.alive()).toContain('grant here');
    await world.commit(await clients.enableClient(world.parts, operator, clientId));
    const alive = await world.alive();
    expect(alive).toContain('client');
    expect(meaning['all tokens of the client'].filter((one) => alive.includes(one))).toEqual([]);
    expect(await clients.enableClient(world.parts, operator, clientId)).toEqual({ writes: [], events: [] });
  });

  it.each([
    ['login_taken', () => add({ login: 'ANN@example.com' })],
    ['login_invalid', () => add({ login: 'a\nb' })],
    ['email_taken', () => add({ email: 'Ann@example.com' })],
    ['email_invalid', () => add({ email: 'nowhere' })],
    ['name_missing', () => add({ name: ' \n ' })],
    ['unknown_role', () => add({ roles: ['emperor'] })],
    ['unknown_role', async () => changedUser({ roles: ['reader', 'emperor'] })(world, operator)],
    ['locale_invalid', async () => changedUser({ locale: 'not a tag' })(world, operator)],
    ['login_taken', async () => changedUser({ login: 'bob' })(world, operator)],
    ['not_invited', async () => inviteAgain(world.parts, operator, { account: await owner(), days: 7 })],
    ['unknown_client', () => clients.disableClient(world.parts, operator, 'nobody')],
    ['unknown_client', () => clients.removeClient(world.parts, operator, 'nobody')],
    ['unknown_client', () => tokens.revokeTokensOfClient(world.parts, operator, { clientId: 'x', beforeSeconds: 1 })],
    ['unknown_client', () => removeUnregisteredClient(world.parts, operator, 'dyn_nobody')],
    ['unknown_grant', () => tokens.revokeGrant(world.parts, operator, 'none')],
    ['unknown_secret', () => clients.removeClientSecret(world.parts, operator, { clientId, fingerprint: 'none' })],
    ['unknown_resource', async () => addKey({ indicator: 'https://other.example.com' })],
    ['unknown_key', () => keys.revokeKey(world.parts, operator, 'none')],
    ['unknown_purpose', () => keys.rotateKeys(world.parts, operator, 'none')],
    ['unknown_scope', async () => addKey({ scopes: ['write'] })],
    ['name_missing', async () => addKey({ name: ' \n ' })],
    [
      'login_taken',
      () => credentials.addServiceAccount(world.parts, operator, { ...wantedKey, login: 'sa', claims: {} }),
    ],
    [
      'unknown_credential',
      () => credentials.revokeCredential(world.parts, operator, { kind: 'service_account', id: world.apiKeyId }),
    ],
    [
      'unknown_credential',
      () =>
        credentials.revokeCredential(world.parts, operator, {
          kind: 'api_key',
          id: world.apiKeyId,
          accountId: 'another user',
        }),
    ],
  ])('is refused as %s (%#), and nothing changes', async (code, run) => {
    const alive = await world.alive();
    await expect(run()).rejects.toEqual(refusalOf(code));
    expect(await world.alive()).toEqual(alive);
    expect(await world.storage.audit.list()).toEqual([]);
  });

  it('a registration that nobody confirmed makes room, and one that was disabled does not', async () => {
    const { accounts } = world.storage;
    const expiresAtSeconds = world.nowSeconds + 3600;
    const stranger = { id: 'stranger', login: newUser.email, email: newUser.email, roles: [], expiresAtSeconds };
    await world.storage.commit([accounts.writes.put({ ...stranger, status: 'disabled' })]);
    await expect(add({})).rejects.toEqual(refusalOf('email_taken'));
    await world.storage.commit([accounts.writes.put({ ...stranger, status: 'pending' })]);
    const { id, ...work } = await inviteUser(world.parts, operator, { user: newUser, days: 7 });
    await world.commit(work);
    expect(await accounts.find('stranger')).toBeUndefined();
    expect(await accounts.find(id)).toMatchObject({ login: 'new', email: newUser.email, status: 'pending' });
  });

  it('a user who is as wanted already is nothing to do, and one who changed meanwhile is not written over', async () => {
    const { writes, events, changed } = await changeUser(world.parts, operator, {
      before: await owner(),
      change: { name: 'Ann', roles: ['reader'], email: 'ann@example.com' },
    });
    expect([writes, events, changed]).toEqual([[], [], []]);
    const late = await changeUser(world.parts, operator, { before: await owner(), change: { name: 'Anne' } });
    await world.commit(await changeUser(world.parts, operator, { before: await owner(), change: { name: 'Anna' } }));
    await expect(world.commit(late)).rejects.toBeInstanceOf(LostRaceError);
    expect(await owner()).toMatchObject({ name: 'Anna' });
    expect(await world.storage.audit.list({ type: 'user.changed' })).toHaveLength(1);
  });

  it('what is declared as it is already is nothing to do', async () => {
    const [client, role] = await Promise.all([
      world.storage.clients.find(clientId),
      world.storage.roles.find('reader'),
    ]);
    const declared = { clientId, metadata: client?.metadata ?? {}, secrets: [] };
    const same = [
      await clients.declareClient(world.parts, operator, declared),
      await roles.declareRole(world.storage, operator, { name: 'reader', definition: role?.definition ?? {} }),
    ];
    for (const work of same) expect(work).toEqual({ change: undefined, writes: [], events: [] });
  });

  it('a user has so many API keys at most, whoever makes them', async () => {
    for (let count = 2; count < credentials.mostApiKeys; count += 1) await world.commit(await addKey({}));
    await expect(addKey({})).rejects.toEqual(refusalOf('key_limit'));
    await world.commit(
      await credentials.revokeCredential(world.parts, operator, { kind: 'api_key', id: world.apiKeyId }),
    );
    await world.commit(await addKey({}));
  });

  it('a credential is revoked once', async () => {
    const revoke = () => credentials.revokeCredential(world.parts, operator, { kind: 'api_key', id: world.apiKeyId });
    const [first, second] = [await revoke(), await revoke()];
    await world.commit(first);
    await expect(world.commit(second)).rejects.toBeInstanceOf(LostRaceError);
    await expect(revoke()).rejects.toEqual(refusalOf('already_revoked'));
    expect((await world.storage.audit.list()).map(({ type }) => type)).toEqual(['api_key.revoked']);
  });
});
