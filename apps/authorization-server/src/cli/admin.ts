/** The admin API of a command: over the database beside it, or that of a server elsewhere (`--server`). */
import { randomBytes } from 'node:crypto';
import { type AdminClient, createAdminClient } from '@gatehouse/admin-client';
import { redactedSettings } from '@gatehouse/config';
import type { Storage } from '@gatehouse/storage';
import { createAdminApi } from '../admin/admin.ts';
import type { AdminContext } from '../admin/context.ts';
import { inProcessBase, inProcessFetch } from '../admin/in-process.ts';
import { reportedServer } from '../directory/checks/profiles/facts.ts';
import { createExaminer } from '../directory/checks/server.ts';
import { createLookForChallenge } from '../directory/connections/challenge.ts';
import { configuredSigners } from '../directory/keys/configured-signers.ts';
import { declareAdminApi } from '../directory/registry/admin-api.ts';
import { createRevocations } from '../directory/revocation/revocations.ts';
import { type Settings, settingsDefinition } from '../settings.ts';
import { clientCaFile, rotationSettings, signerSettings } from '../settings-views.ts';
import { examineUpstreamHere } from './examine-upstream-here.ts';
import { isElsewhere, type ServerOption, serverOf } from './login/server-option.ts';
import { hashNewPasswordWith } from './new-password.ts';
import { type Operator, withStorage } from './settings.ts';
import { userDependencies } from './user-dependencies.ts';

export type { ServerOption } from './login/server-option.ts';

/** What a command knows of where it works. */
export interface AdminPlace {
  readonly issuer: string;
  /** Absent when the server is elsewhere. */
  readonly settings: Settings | undefined;
}

/** Runs the work with a client of the admin API. Its calls throw AdminRefused by way of `answerOf`. */
export async function withAdmin<Result>(
  options: ServerOption,
  work: (admin: AdminClient, place: AdminPlace) => Promise<Result>,
): Promise<Result> {
  if (isElsewhere(options)) return withRemoteAdmin(serverOf(options), work);
  return withStorage(async (storage, settings, operator) => {
    await declareAdminApi({ storage, commit: operator.commit }, settings.issuer);
    const api = createAdminApi(contextOf({ storage, settings, operator }));
    const caller = { actor: operator.caller.actor, scopes: new Set<string>(), twoFactors: true, local: true };
    const client = createAdminClient(inProcessBase, inProcessFetch(api, caller));
    return work(client, { issuer: settings.issuer, settings });
  });
}

/** The same at a server elsewhere, by the login that is kept for it. */
async function withRemoteAdmin<Result>(
  issuer: string,
  work: (admin: AdminClient, place: AdminPlace) => Promise<Result>,
): Promise<Result> {
  const [{ remoteFetch }, { adminBase }, { needLogin }] = await Promise.all([
    import('./login/remote-fetch.ts'),
    import('./login/api-place.ts'),
    import('./login/session.ts'),
  ]);
  const client = createAdminClient(adminBase(await needLogin(issuer)), await remoteFetch(issuer));
  return work(client, { issuer, settings: undefined });
}

function contextOf({
  storage,
  settings,
  operator,
}: {
  readonly storage: Storage;
  readonly settings: Settings;
  readonly operator: Operator;
}): AdminContext {
  const { mailer, throttle } = userDependencies(storage, settings);
  const cursorKeys = [randomBytes(32).toString('base64url')];
  const revocations = createRevocations(storage, Date.now);
  const { commit } = operator;
  return {
    issuer: settings.issuer,
    production: settings.mode === 'production',
    storage,
    revocations,
    commit,
    keys: {
      storage,
      commit,
      clock: Date.now,
      revocations,
      signers: configuredSigners(signerSettings(settings)),
      settings: rotationSettings(settings),
      onError: (error) => process.stderr.write(`gatehouse: ${String(error)}\n`),
    },
    mailer,
    throttle,
    hashNewPassword: hashNewPasswordWith(storage, settings),
    clock: Date.now,
    cursorKeys: () => cursorKeys,
    examine: createExaminer({ storage, settings, rotation: rotationSettings(settings), clock: Date.now }),
    reportedServer: reportedServer(settings, clientCaFile(settings) !== undefined),
    examineUpstream: examineUpstreamHere(settings),
    lookForChallenge: createLookForChallenge({ servers: settings.dnsServers }),
    redactedSettings: () => redactedSettings(settingsDefinition, settings),
  };
}
