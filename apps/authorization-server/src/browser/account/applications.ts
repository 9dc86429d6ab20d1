/** Connected applications: what each may do, and withdrawing it (AS-11). */
import { field } from '@gatehouse/html';
import { type AccountGrant, grantsOf } from '../../directory/accounts/grants.ts';
import { accountClientId } from '../../directory/clients/account-client.ts';
import { identityOf } from '../../directory/clients/identity.ts';
import { withdrawConsent } from '../../directory/operations/grants.ts';
import { type ApplicationLine, applicationsPage } from '../../pages/account/applications.ts';
import { scopeSentence } from '../../texts/catalog.ts';
import { frameOf, leadTo, sendPage } from './answer.ts';
import { type AccountParts, callerOf, type Visit } from './visit.ts';

function scopesOf({ resources }: AccountParts, { text }: Visit, grants: readonly AccountGrant[]) {
  const scopes = new Map<string, string>();
  for (const { oidcScopes, resources: ofResources } of grants) {
    for (const name of oidcScopes) scopes.set(name, scopeSentence(text, name));
    for (const [indicator, names] of Object.entries(ofResources)) {
      const resource = resources.find(indicator);
      for (const name of names) scopes.set(name, scopeSentence(text, name, resource?.scopes[name]));
    }
  }
  return [...scopes].map(([name, sentence]) => ({ name, sentence }));
}

export async function showApplications(parts: AccountParts, visit: Visit): Promise<void> {
  const { account, nowSeconds } = visit;
  const grants = await grantsOf(parts.storage, account.id, nowSeconds);
  const byClient = Map.groupBy(grants, ({ clientId }) => clientId);
  byClient.delete(accountClientId);
  const applications: ApplicationLine[] = [];
  for (const [clientId, ofClient] of byClient) {
    const client = await parts.clients.find(clientId);
    applications.push({
      client: client ? identityOf(client) : { id: clientId, name: clientId },
      scopes: scopesOf(parts, visit, ofClient),
      givenAtSeconds: Math.min(...ofClient.map((grant) => grant.givenAtSeconds)),
      usedAtSeconds: Math.max(...ofClient.map((grant) => grant.usedAtSeconds)),
    });
  }
  sendPage(visit, applicationsPage({ ...frameOf(visit), applications, nowSeconds }));
}

export async function withdrawApplication(parts: AccountParts, visit: Visit): Promise<void> {
  const clientId = field(visit.request.body, 'application');
  await parts.commit(await withdrawConsent(parts, callerOf(visit), { accountId: visit.account.id, clientId }));
  leadTo(visit, '/account/applications', 'application_withdrawn');
}
