import type { Storage } from '@gatehouse/storage';
import { grantsOf } from '../../directory/accounts/grants.ts';
import { hasSecondFactor } from '../../directory/accounts/second-factors.ts';
import { sessionsOf } from '../../directory/accounts/sessions.ts';
import { accountClientId } from '../../directory/clients/account-client.ts';
import { overviewPage } from '../../pages/account/overview.ts';
import type { AccountPage, AccountRequest } from './account-request.ts';
import { frameOf, sendPage } from './answer.ts';

interface OverviewDependencies {
  readonly storage: Pick<Storage, 'artefacts' | 'audit'>;
}

/** How things stand. */
async function showOverview({ storage }: OverviewDependencies, request: AccountRequest): Promise<void> {
  const { account, factors, nowSeconds } = request;
  const [sessions, grants, [last]] = await Promise.all([
    sessionsOf(storage, account.id, nowSeconds),
    grantsOf(storage, account.id, nowSeconds),
    storage.audit.list({ accountId: account.id, limit: 1 }),
  ]);
  const applications = new Set(grants.map(({ clientId }) => clientId).filter((id) => id !== accountClientId));
  sendPage(
    request,
    overviewPage({
      ...frameOf(request),
      name: account.name ?? account.login,
      passwordChangedAtSeconds: factors.password?.updatedAtSeconds,
      hasSecondFactor: hasSecondFactor(factors),
      sessions: sessions.length,
      applications: applications.size,
      lastEventAtSeconds: last && Math.floor(last.at.getTime() / 1000),
      nowSeconds,
    }),
  );
}

export const page: AccountPage<OverviewDependencies> = {
  section: 'overview',
  routes: { '/': { get: showOverview } },
};
