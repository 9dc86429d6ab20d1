/** GET /connections/:name: one connection, what it is, and what may be done with it. */
import { type components, seenOf } from '@gatehouse/admin-client';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { actList } from '../../pages/act-list.ts';
import { addressBlock, chips, code, facts, part, yesNo } from '../../pages/facts.ts';
import { postForm, textArea } from '../../pages/form-controls.ts';
import { connectionForm } from '../../texts/connection-form.ts';
import { connections as texts } from '../../texts/connections.ts';
import type { ConsolePage, Visit } from '../../visit.ts';

export type Connection = components['schemas']['Connection'];

export const nameOf = ({ params }: Visit): string => params['name'] ?? '';

/** Its page. A connection may be called `new`, as the page is where connections are made. */
export const addressOf = (name: string): string =>
  `/connections/${name === 'new' ? '%6Eew' : encodeURIComponent(name)}`;

/** Where the secret is set, on the page of its connection. */
export const secretPartId = 'client-secret';

/** What the button says in the reader's language, else in English, else in the first; undefined where it is the name alone. */
export function displayNameOf({ language }: Visit, { display_name: name }: Connection): string | undefined {
  return typeof name === 'object' ? (name[language] ?? name['en'] ?? Object.values(name)[0]) : name;
}

function titleOf(visit: Visit, one: Connection): string {
  const displayName = displayNameOf(visit, one);
  return displayName === undefined ? one.name : `${displayName} (${one.name})`;
}

export const readConnection = async (visit: Visit): Promise<{ readonly seen: Connection; readonly etag: string }> =>
  seenOf(
    await visit.api.GET('/connections/{connection_name}', { params: { path: { connection_name: nameOf(visit) } } }),
  );

/** Whoever says who users are may set passwords too. */
export const mayWrite = (visit: Visit): boolean => visit.may('connections:write') && visit.may('users:credentials');

export const connectionPage: ConsolePage = {
  path: '/connections/:name',
  scope: 'connections:read',
  async show(visit) {
    const { seen, etag } = await readConnection(visit);
    const { name } = seen;
    const [secret, end] = mayWrite(visit) ? [secretPart(visit, seen), ends(visit, seen, etag)] : ['', ''];
    const test = visit.may('connections:write') ? testPart(visit, name) : '';
    const edit = html`<a class="button" id="edit" href="${addressOf(name)}/edit">${connectionForm(visit.language).edit}</a>`;
    return {
      title: titleOf(visit, seen),
      actions: mayWrite(visit) ? edit : undefined,
      body: html`${known(visit, seen)}${secret}${test}${end}`,
    };
  },
};

function known(visit: Visit, one: Connection): SafeHtml {
  const words = texts(visit.language);
  const { text } = visit;
  const history = `/audit?target_type=connection&target_id=${encodeURIComponent(one.name)}`;
  const domains = one.domains.map((domain) =>
    one.proved_domains.includes(domain) ? domain : `${domain} (${words.unproved})`,
  );
  return part(
    words.connection,
    html`${facts([
      [words.kind, code(one.kind)],
      [words.state, one.enabled ? words.enabled : words.disabled],
      [words.issuer, 'issuer' in one ? code(one.issuer) : undefined],
      [words.clientId, code(one.client_id)],
      [words.secret, one.has_secret ? words.set : words.noSecret],
      [words.domains, chips(domains)],
      [words.signUp, yesNo(text, one.sign_up)],
      [words.trustEmail, yesNo(text, one.trust_email)],
      [words.roles, chips(Object.entries(one.roles).map(([group, roles]) => `${group} → ${roles.join(', ')}`))],
    ])}<h3>${words.redirectUri}</h3>${addressBlock(words.redirectUri, one.redirect_uri)}`,
    { actions: visit.may('audit:read') && html`<a class="button quiet" href="${history}">${words.history}</a>` },
  );
}

function testPart(visit: Visit, name: string): SafeHtml {
  const words = texts(visit.language);
  const test = { id: 'test', label: words.test, about: words.testText, action: `${addressOf(name)}/test` };
  const signIn = {
    id: 'sign-in-test',
    label: words.signInTest,
    about: words.signInText,
    action: `${addressOf(name)}/sign-in-test`,
  };
  return part(words.testPart, actList(visit, visit.may('users:read') ? [test, signIn] : [test]), { id: 'tests' });
}

/** What was typed is not shown again. */
export function secretPart(visit: Visit, { name }: Pick<Connection, 'name'>, problem?: string): SafeHtml {
  const words = texts(visit.language);
  const field = textArea({ name: 'secret', label: words.newSecret, hint: words.secretHint, required: true });
  const form = postForm(visit, field, {
    action: `${addressOf(name)}/secret`,
    submit: words.setSecret,
    submitId: 'set-secret',
    problem,
  });
  return part(words.secret, form, { id: secretPartId });
}

function ends(visit: Visit, { name, enabled }: Connection, etag: string): SafeHtml {
  const words = texts(visit.language);
  const act = (id: string, label: string, about: string, danger: boolean) => ({
    id,
    label,
    about,
    action: `${addressOf(name)}/${id}`,
    etag,
    danger,
  });
  const toggle = enabled
    ? act('disable', words.disable, words.endsText, true)
    : act('enable', words.enable, words.nowEnabled, false);
  const acts = [toggle, act('remove', words.remove, words.endsText, true)];
  return part(words.endsPart, actList(visit, acts), { id: 'ends' });
}
