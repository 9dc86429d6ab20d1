/** GET /unregistered-clients: where clients come from that nobody registered, what they hold, and the policy that lets them in. */
import { answerOf, type components } from '@gatehouse/admin-client';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { badge, chips, facts, part } from '../../pages/facts.ts';
import { table } from '../../pages/table.ts';
import { when } from '../../pages/when.ts';
import { registrationTokens } from '../../texts/registration-tokens.ts';
import { unregistered as texts } from '../../texts/unregistered.ts';
import { unregisteredPolicy } from '../../texts/unregistered-policy.ts';
import type { ConsolePage, Visit } from '../../visit.ts';

type Policy = components['schemas']['UnregisteredClientsPolicy'];

export const listPath = '/unregistered-clients';
export const policyPath = `${listPath}/policy`;
/** Stands for none in addresses; no host is called so. */
const noHost = '-';
export const hostPath = (host: string): string => `${listPath}/hosts/${encodeURIComponent(host || noHost)}`;
export const hostIn = ({ params }: Pick<Visit, 'params'>): string => {
  const { host = '' } = params;
  return host === noHost ? '' : host;
};

/** An address of an app has no host. */
export const hostName = (visit: Visit, host: string) =>
  host === '' ? texts(visit.language).noHost : html`<bdi dir="ltr">${host}</bdi>`;

export const hostsPage: ConsolePage = {
  path: listPath,
  scope: 'clients:read',
  async show(visit) {
    const words = texts(visit.language);
    const cursor = visit.query.get('cursor') ?? '';
    const query = cursor === '' ? {} : { cursor };
    const [{ items, next }, policy] = await Promise.all([
      visit.api.GET('/unregistered-hosts', { params: { query } }).then(answerOf),
      visit.may('settings:read') ? visit.api.GET('/policies/unregistered-clients').then(answerOf) : undefined,
    ]);
    const list = table(visit, {
      id: 'hosts',
      caption: visit.text.sections.unregistered,
      entries: items,
      next,
      columns: [
        {
          label: words.host,
          cell: ({ host, blocked }) =>
            html`<a href="${hostPath(host)}">${hostName(visit, host)}</a> ${blocked ? badge('bad', words.blocked) : ''}`,
        },
        { label: words.clients, cell: ({ clients }) => clients, isNumber: true },
        { label: words.grants, cell: ({ grants }) => grants, isNumber: true },
        { label: words.users, cell: ({ users }) => users, isNumber: true },
        { label: words.lastUse, cell: ({ last_used_at: used }) => when(visit, used) ?? words.never },
      ],
    });
    const body = html`<p class="soft intro">${words.intro}</p>${list}${policy && policyPart(visit, policy)}`;
    const actions = html`<a class="button quiet" id="tokens" href="${listPath}/tokens">${registrationTokens(visit.language).title}</a>`;
    return { title: visit.text.sections.unregistered, actions, body };
  },
};

/** What lets them in. */
function policyPart(visit: Visit, policy: Policy): SafeHtml {
  const words = texts(visit.language);
  const { documents, registration } = policy;
  const apis = Object.entries(policy.scopes).map(([indicator, scopes]) => `${indicator}: ${scopes.join(' ')}`);
  const known = facts([
    [words.byDocument, documents ? chips(documents.domains) : words.off],
    [words.byRegistration, registration ? words.modes[registration.mode] : words.off],
    [words.blockedHosts, chips(policy.blocked_domains)],
    [words.mostOfUser, chips(policy.scope.split(' ').filter((name) => name !== ''))],
    [words.mostOfApis, chips(apis) ?? words.nothing],
  ]);
  const changes = unregisteredPolicy(visit.language);
  const isOff = !(documents || registration);
  const label = isOff ? changes.turnOn : changes.edit;
  const actions = visit.may('config:apply')
    ? html`<a class="button quiet" id="change-policy" href="${policyPath}">${label}</a>`
    : '';
  const off = isOff ? html`<p>${changes.isOff}</p>` : '';
  return part(words.policy, html`<p class="soft">${words.policyAbout}</p>${off}${known}`, { id: 'policy', actions });
}
