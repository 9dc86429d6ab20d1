/** /settings/users, /settings/users/edit: what holds for all users. */
import { type AdminProblem, type components, type operations, seenOf } from '@gatehouse/admin-client';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { change, type WriteHeaders } from '../../change.ts';
import { chips, code, codeBlock, facts, part } from '../../pages/facts.ts';
import { type Faults, input, noFaults, postForm, textArea } from '../../pages/form-controls.ts';
import { policies as texts } from '../../texts/policies.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { pathOf, settingsTabs } from './settings-tabs.ts';

type Rules = components['schemas']['UsersPolicy'];
type Body = operations['replaceUsersPolicy']['requestBody']['content']['application/json'];
type Fields = (name: string) => string;

async function readRules(visit: Visit): Promise<{ readonly rules: Rules; readonly etag: string }> {
  const { seen, etag } = seenOf(await visit.api.GET('/policies/users'));
  return { rules: seen, etag };
}

const asJson = (value: unknown): string => JSON.stringify(value, undefined, 2);

const soft = (sentence: string): SafeHtml => html`<span class="soft">${sentence}</span>`;

const rulesPage: ConsolePage = {
  path: pathOf('rules'),
  scope: 'settings:read',
  async show(visit) {
    const words = texts(visit.language);
    const { rules } = await readRules(visit);
    const { registration_roles: roles, claims, terms } = rules;
    const edit = visit.may('config:apply')
      ? html`<a class="button quiet" id="edit" href="${pathOf('rules')}/edit">${words.edit}</a>`
      : undefined;
    const declared =
      Object.keys(claims).length === 0 ? html`<p>${soft(words.noClaims)}</p>` : codeBlock(words.claims, asJson(claims));
    const accepted = terms
      ? facts([
          [words.version, code(terms.version)],
          [words.address, code(terms.uri)],
        ])
      : html`<p>${soft(words.noTerms)}</p>`;
    const body = html`${settingsTabs(visit, 'rules')}<p class="soft intro">${words.rulesIntro}</p>
${part(words.roles, chips(roles) ?? html`<p>${soft(words.noRoles)}</p>`)}${part(words.terms, accepted)}${part(words.claims, declared)}`;
    return { title: words.rules, body, actions: edit };
  },
};

const fieldsOf = ({ registration_roles: roles, claims, terms }: Rules): Fields => {
  const values: Readonly<Record<string, string>> = {
    registration_roles: roles.join(' '),
    version: terms?.version ?? '',
    uri: terms?.uri ?? '',
    claims: asJson(claims),
  };
  return (name) => values[name] ?? '';
};

/** undefined: the claims are no JSON. */
function bodyOf({ form }: Visit): Body | undefined {
  const [version, uri, claims] = [form.text('version').trim(), form.text('uri').trim(), form.text('claims').trim()];
  try {
    return {
      registration_roles: form.text('registration_roles').split(/\s+/u).filter(Boolean),
      claims: claims === '' ? {} : (JSON.parse(claims) as NonNullable<Body['claims']>),
      ...((version !== '' || uri !== '') && { terms: { version, uri } }),
    };
  } catch {
    return undefined;
  }
}

function rulesForm(visit: Visit, value: Fields, etag: string, faults: Faults, problem?: AdminProblem): SafeHtml {
  const words = texts(visit.language);
  const of = (name: string, label: string, pointer: string, hint?: string) =>
    input({ name, label, hint, value: value(name), pointer, faults });
  const controls = html`${of('registration_roles', words.roles, '/registration_roles', words.rolesHint)}
<h2>${words.terms}</h2>${of('version', words.version, '/terms/version', words.versionHint)}${of('uri', words.address, '/terms/uri')}
${textArea({ name: 'claims', label: words.claims, hint: words.claimsHint, value: value('claims'), rows: 8, faults })}`;
  const cancel = pathOf('rules');
  return postForm(visit, controls, { etag, cancel, faults, problem: faults.size > 0 ? undefined : problem?.detail });
}

const rulesEditPage: ConsolePage = {
  path: `${pathOf('rules')}/edit`,
  scope: 'config:apply',
  async show(visit) {
    const { rules, etag } = await readRules(visit);
    return { title: texts(visit.language).rules, body: rulesForm(visit, fieldsOf(rules), etag, noFaults) };
  },
  async change(visit) {
    const words = texts(visit.language);
    const typed: Fields = (name) => visit.form.text(name);
    const sent = visit.form.text('etag');
    const body = bodyOf(visit);
    if (body === undefined) {
      const faults = new Map([['/claims', words.notJson]]);
      return { title: words.rules, status: 400, body: rulesForm(visit, typed, sent, faults) };
    }
    const { rules, etag } = await readRules(visit);
    return change(visit, {
      title: words.rules,
      send: (header: WriteHeaders) => visit.api.PUT('/policies/users', { params: { header }, body }),
      reason: 'optional',
      cancel: pathOf('rules'),
      form: (faults, problem) => rulesForm(visit, typed, sent, faults, problem),
      current: async () => ({ etag, differing: [{ label: words.rules, yours: body, theirs: rules }] }),
      done: () => ({ goTo: pathOf('rules'), notice: visit.text.changed }),
    });
  },
};

export const userRulesPages: readonly ConsolePage[] = [rulesPage, rulesEditPage];
