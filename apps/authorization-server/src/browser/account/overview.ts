import type { Storage } from '@gatehouse/storage';
import { grantsOf } from '../../directory/accounts/grants.ts';
import { hasSecondFactor } from '../../directory/accounts/second-factors.ts';
import { sessionsOf } from '../../directory/accounts/sessions.ts';
import { accountClientId } from '../../directory/clients/built-in.ts';
import type { Client, Clients } from '../../directory/clients/clients.ts';
import { identityOf } from '../../directory/clients/identity.ts';
import { type Advice, overviewPage, type SignInLine } from '../../pages/account/overview.ts';
import type { AccountPage, AccountRequest } from './account-request.ts';
import { frameOf, sendPage } from './answer.ts';
import { deviceName } from './device.ts';

interface OverviewDependencies {
  readonly storage: Pick<Storage, 'artefacts' | 'audit'>;
  readonly clients: Pick<Clients, 'find' | 'list'>;
  /** Absent: there is no mail server, and no way to confirm an address. */
  readonly mailer: object | undefined;
}

const shownSignIns = 3;
const shownApplications = 6;
/** So many recovery codes are a reason to make new ones. */
const fewCodes = 2;

/** The one thing that would help most. */
function adviceFor(mailer: object | undefined, { account, factors }: AccountRequest): Advice | undefined {
  if (!hasSecondFactor(factors)) return 'turnOnTwoStep';
  if ((factors.recoveryCodes?.data.hashes.length ?? 0) <= fewCodes) return 'renewCodes';
  const isOpen = mailer !== undefined && account.email !== undefined && !account.emailVerified;
  return isOpen ? 'confirmEmail' : undefined;
}

async function signInsOf(dependencies: OverviewDependencies, request: AccountRequest): Promise<SignInLine[]> {
  const { account, text } = request;
  const { storage, clients } = dependencies;
  const about = { accountId: account.id, type: 'sign_in.completed', limit: shownSignIns };
  return await Promise.all(
    (await storage.audit.list(about)).map(async ({ at, clientId, data }) => {
      const client = clientId === undefined || clientId === accountClientId ? undefined : await clients.find(clientId);
      return {
        atSeconds: Math.floor(at.getTime() / 1000),
        device: deviceName(text, data['user_agent']),
        clientName: client && identityOf(client, text).name,
      };
    }),
  );
}

/** Applications with an address: those that the user was in, else our own. Nobody is led to one that nobody has checked. */
async function openable({ clients }: OverviewDependencies, used: Iterable<string>): Promise<readonly Client[]> {
  const found = await Promise.all([...used].map((clientId) => clients.find(clientId)));
  const known = found.filter((client) => client?.metadata.client_uri !== undefined && !client.unregistered);
  if (known.length > 0) return known.filter((client) => client !== undefined);
  return (await clients.list()).filter(
    ({ policy, metadata }) => policy.first_party && metadata.client_uri !== undefined,
  );
}

/** How things stand. */
async function showOverview(dependencies: OverviewDependencies, request: AccountRequest): Promise<void> {
  const { account, factors, text, nowSeconds } = request;
  const { storage, mailer } = dependencies;
  const [sessions, grants, signIns] = await Promise.all([
    sessionsOf(storage, account.id, nowSeconds),
    grantsOf(storage, account.id, nowSeconds),
    signInsOf(dependencies, request),
  ]);
  const used = new Set(grants.map(({ clientId }) => clientId).filter((id) => id !== accountClientId));
  const open = (await openable(dependencies, used)).slice(0, shownApplications);
  sendPage(
    request,
    overviewPage({
      ...frameOf(request),
      name: account.name ?? account.login,
      login: account.login,
      email: account.email,
      emailVerified: account.emailVerified,
      passwordChangedAtSeconds: factors.password?.updatedAtSeconds,
      hasSecondFactor: hasSecondFactor(factors),
      passkeys: factors.passkeys.length,
      advice: adviceFor(mailer, request),
      sessions: sessions.length,
      applications: used.size,
      signIns,
      open: open.map((client) => identityOf(client, text)),
      nowSeconds,
    }),
  );
}

export const page: AccountPage<OverviewDependencies> = {
  section: 'overview',
  routes: { '/': { get: showOverview } },
};
