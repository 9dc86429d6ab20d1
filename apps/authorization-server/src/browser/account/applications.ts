/** Connected applications: what each may do, and withdrawing it (AS-11). */
import { field, inLanguage } from '@gatehouse/html';
import type { Storage } from '@gatehouse/storage';
import { type AccountGrant, grantsOf } from '../../directory/accounts/grants.ts';
import { accountClientId } from '../../directory/clients/built-in.ts';
import type { Clients } from '../../directory/clients/clients.ts';
import { identityOf, identityOfLost } from '../../directory/clients/identity.ts';
import type { Commit } from '../../directory/operations/commit.ts';
import { type ConsentDependencies, withdrawConsent } from '../../directory/operations/grants.ts';
import type { Resources } from '../../directory/resources/resources.ts';
import { type ApplicationLine, applicationsPage } from '../../pages/account/applications.ts';
import type { ScopeGroup } from '../../pages/consent.ts';
import { scopeSentence } from '../../texts/catalog.ts';
import { type AccountPage, type AccountRequest, callerOf } from './account-request.ts';
import { frameOf, leadTo, sendPage } from './answer.ts';

interface ApplicationsDependencies extends ConsentDependencies {
  readonly storage: ConsentDependencies['storage'] & Pick<Storage, 'unregisteredClients'>;
  readonly clients: Pick<Clients, 'find'>;
  readonly resources: Pick<Resources, 'find'>;
  readonly commit: Commit;
}

/** What the grants allow: of the account itself first, then by API. */
function scopesOf(
  { resources }: Pick<ApplicationsDependencies, 'resources'>,
  { text }: AccountRequest,
  grants: readonly AccountGrant[],
): ScopeGroup[] {
  const names = new Map<string | undefined, Set<string>>();
  const add = (of: string | undefined, scopes: readonly string[]) =>
    names.set(of, new Set([...(names.get(of) ?? []), ...scopes]));
  for (const { oidcScopes } of grants) add(undefined, oidcScopes);
  for (const grant of grants) for (const [indicator, scopes] of Object.entries(grant.resources)) add(indicator, scopes);
  return [...names]
    .filter(([, scopes]) => scopes.size > 0)
    .map(([indicator, scopes]) => {
      const resource = indicator === undefined ? undefined : resources.find(indicator);
      return {
        name: resource ? inLanguage(resource.name, text.language) : indicator,
        scopes: [...scopes].map((name) => ({ name, sentence: scopeSentence(text, name, resource?.scopes[name]) })),
      };
    });
}

async function showApplications(dependencies: ApplicationsDependencies, request: AccountRequest): Promise<void> {
  const { account, nowSeconds } = request;
  const grants = await grantsOf(dependencies.storage, account.id, nowSeconds);
  const byClient = Map.groupBy(grants, ({ clientId }) => clientId);
  byClient.delete(accountClientId);
  const applications: ApplicationLine[] = [];
  for (const [clientId, ofClient] of byClient) {
    const client = await dependencies.clients.find(clientId);
    const lost = client ? undefined : await dependencies.storage.unregisteredClients.find(clientId);
    applications.push({
      client: client ? identityOf(client, request.text) : identityOfLost(clientId, lost, request.text),
      isOwn: client?.policy.first_party === true,
      groups: scopesOf(dependencies, request, ofClient),
      givenAtSeconds: Math.min(...ofClient.map((grant) => grant.givenAtSeconds)),
      usedAtSeconds: Math.max(...ofClient.map((grant) => grant.usedAtSeconds)),
    });
  }
  sendPage(request, applicationsPage({ ...frameOf(request), applications, nowSeconds }));
}

async function withdrawApplication(dependencies: ApplicationsDependencies, request: AccountRequest): Promise<void> {
  const clientId = field(request.http.body, 'application');
  await dependencies.commit(
    await withdrawConsent(dependencies, callerOf(request), { accountId: request.account.id, clientId }),
  );
  leadTo(request, '/account/applications', 'application_withdrawn');
}

export const page: AccountPage<ApplicationsDependencies> = {
  section: 'applications',
  routes: {
    '/applications': { get: showApplications },
    '/applications/withdraw': { post: withdrawApplication },
  },
};
