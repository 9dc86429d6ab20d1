import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formBody } from '@gatehouse/http';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import express from 'express';
import type { AccountRequest } from '../../../src/browser/account/account-request.ts';
import { accountMenu } from '../../../src/browser/account/pages.ts';
import { page as passkeys } from '../../../src/browser/account/passkeys.ts';
import { page as profile } from '../../../src/browser/account/profile.ts';
import { page as security } from '../../../src/browser/account/security.ts';
import { newTotpSecret } from '../../../src/directory/accounts/totp.ts';
import { catalogs } from '../../../src/texts/catalog.ts';
import { errorOf } from '../../browser.ts';
import { createWorld, type World } from '../../directory/operations/world.ts';

let world: World;
let server: Server | undefined;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  await world.close();
});

const passkey = ({ storage, userId: accountId }: World, credentialId: string) =>
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

/** A change of the factors elsewhere, by what they are now. */
const addPasskey = async (at: World) => {
  const factors = await at.parts.secondFactors.of(at.userId);
  await at.storage.commit([passkey(at, 'another'), ...at.parts.secondFactors.withFirstFactor(factors).writes]);
};
const changeProfile = async ({ storage, userId }: World) => {
  const from = await storage.accounts.find(userId);
  await storage.commit([storage.accounts.writes.setProfile(userId, { from: from ?? {}, to: { name: 'theirs' } })]);
};

const dependencies = () => ({
  ...world.parts,
  serviceName: () => 'Gatehouse',
  connections: { find: () => undefined, offered: () => [] },
  passkeys: { creationOptions: () => ({}), add: async () => undefined },
});
type Post = (request: AccountRequest) => Promise<void> | undefined;
const forms: Record<
  string,
  { readonly path: string; readonly post: Post; readonly meanwhile: (at: World) => Promise<void> }
> = {
  profile: {
    path: '/profile',
    post: (request) => profile.routes['/profile']?.post?.(dependencies(), request),
    meanwhile: changeProfile,
  },
  'removing the app': {
    path: '/security/totp-remove',
    post: (request) => security.routes['/security/totp-remove']?.post?.(dependencies(), request),
    meanwhile: addPasskey,
  },
  'removing a passkey': {
    path: '/security/passkeys/:reference/remove',
    post: (request) => passkeys.routes['/security/passkeys/:reference/remove']?.post?.(dependencies(), request),
    meanwhile: addPasskey,
  },
  'new recovery codes': {
    path: '/security/recovery-codes',
    post: (request) => security.routes['/security/recovery-codes']?.post?.(dependencies(), request),
    meanwhile: addPasskey,
  },
};

it.each(Object.entries(forms))(
  '%s: what somebody changed meanwhile is said, 409, and nothing changes',
  async (_name, { path, post, meanwhile }) => {
    const { storage, userId, parts, nowSeconds } = world;
    await storage.commit([
      storage.credentials.writes.put({ accountId: userId, kind: 'totp', data: { secret: newTotpSecret() } }),
      parts.secondFactors.renewRecoveryCodes(await parts.secondFactors.of(userId)).write,
      passkey(world, 'a passkey'),
    ]);
    const [account, factors] = [await storage.accounts.find(userId), await parts.secondFactors.of(userId)];
    if (!account) throw new Error('the user is gone');
    await meanwhile(world);
    const now = async () => [
      await storage.accounts.find(userId),
      await parts.secondFactors.of(userId),
      await storage.audit.list(),
      await storage.outbox.list(),
      await world.alive(),
    ];
    const before = await now();
    const app = express().post(path, formBody(), async (http, response) => {
      await post({
        http,
        response,
        text: catalogs[0],
        theme: { name: 'Gatehouse' },
        menu: accountMenu,
        csrf: 'token',
        session: { uid: world.keptUid, accountId: userId, acr: undefined, signedInAtSeconds: nowSeconds },
        account,
        factors,
        nowSeconds,
      });
    });
    const { port } = await new Promise<AddressInfo>((resolve) => {
      server = app.listen(0, '127.0.0.1', () => resolve(server?.address() as AddressInfo));
    });
    const reference = String(factors.passkeys[0]?.reference);
    const answer = await fetch(`http://127.0.0.1:${port}${path.replace(':reference', reference)}`, {
      method: 'POST',
      body: new URLSearchParams({ name: 'late', locale: '' }),
      redirect: 'manual',
    });
    expect([answer.status, errorOf(await answer.text())]).toEqual([409, 'factor_changed']);
    expect(await now()).toEqual(before);
  },
);
