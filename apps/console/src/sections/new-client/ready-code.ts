/** Ready code: programs that run for one client, in tabs without a script. */
import { type ClientKind, frameworksOf, type Snippet, signInSnippet } from '@gatehouse/admin-client/snippets';
import { fillPlain } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { codeBlock, part } from '../../pages/facts.ts';
import { type NewClientTexts, newClient as texts } from '../../texts/new-client.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { type Client, crumbOf, kindOf, pathOf, readClient } from '../clients/client.ts';
import { isGuided } from './kinds.ts';

/** GET /clients/:client_id/code. */
export const readyCodePage: ConsolePage = {
  path: '/clients/:client_id/code',
  scope: 'clients:read',
  async show(visit) {
    const { client } = await readClient(visit);
    return {
      title: fillPlain(texts(visit.language).codeTitle, { client: client.client_id }),
      crumbs: [crumbOf(client, visit.language)],
      body: readyCode(visit, client),
    };
  },
};

/** Leads there, for a client that there is code for. */
export const codeLink = ({ language }: Pick<Visit, 'language'>, client: Client): SafeHtml =>
  isGuided(kindOf(client))
    ? html`<a class="button quiet" id="to-code" href="${pathOf(client.client_id)}/code">${texts(language).code}</a>`
    : html``;

type Place = Pick<Visit, 'language' | 'issuer' | 'authority'>;

/** The programs, how one sees that they work, and where to look afterwards. */
export function readyCode(visit: Place & Pick<Visit, 'may'>, client: Client): SafeHtml {
  const words = texts(visit.language);
  const kind = kindOf(client);
  const programs = isGuided(kind) ? programsOf(visit, client, kind) : [];
  if (programs.length === 0 || !isGuided(kind)) return part(words.code, html`<p>${words.noCode}</p>`, { id: 'code' });
  const callsApi = Object.values(client.scopes).flat().length > 0;
  const hasSecret = programs.some(([, { commands }]) => commands.some((line) => line.includes('CLIENT_SECRET')));
  const about = html`<p>${words.codeIntro}${hasSecret ? html` ${words.secretFromEnvironment}` : ''}${callsApi ? html` ${words.apiAddress}` : ''}</p>`;
  return html`${part(words.code, html`${about}${tabs(words, programs)}`, { id: 'code' })}${worksWhen(visit, client, words, words.works[kind])}`;
}

type Program = readonly [title: string, snippet: Snippet];

/** What there is to copy for a client, for each language by its title. */
function programsOf({ issuer, authority }: Place, client: Client, kind: ClientKind): readonly Program[] {
  const scopes = Object.values(client.scopes).flat();
  const hasSecret = client.token_endpoint_auth_method.startsWith('client_secret_');
  return frameworksOf(kind).flatMap(([framework, { title }]): Program[] => {
    const snippet = signInSnippet(framework, {
      issuer,
      clientId: client.client_id,
      redirectUri: client.redirect_uris[0],
      afterSignOut: client.post_logout_redirect_uris[0],
      scope: [client.scope, ...scopes].filter(Boolean).join(' '),
      callsApi: scopes.length > 0,
      secret: hasSecret ? "'the client secret'" : undefined,
      authority,
    });
    return snippet === undefined ? [] : [[title, snippet]];
  });
}

/** One panel of each language is shown: that of the button that is chosen. */
function tabs(words: NewClientTexts, programs: readonly Program[]): SafeHtml {
  const buttons = programs.map(
    ([title, { framework }], at) =>
      html`<input type="radio" name="code-language" id="code-${framework}"${at === 0 ? html` checked` : ''}><label for="code-${framework}">${title}</label>`,
  );
  const panels = programs.map(
    ([title, { framework, files, commands }]) => html`<div class="panel" data-program="${framework}">
${files.map(({ name, text }) => html`<h3><code>${name}</code></h3><div data-file="${name}">${codeBlock(`${title}: ${name}`, text)}</div>`)}
${commands.length === 0 ? '' : html`<h3>${words.commands}</h3><div data-commands>${codeBlock(`${title}: ${words.commands}`, commands.join('\n'))}</div>`}
</div>`,
  );
  return html`<fieldset class="tabs"><legend class="visually-hidden">${words.language}</legend>${buttons}${panels}</fieldset>`;
}

function worksWhen({ may }: Pick<Visit, 'may'>, client: Client, words: NewClientTexts, sentence: string): SafeHtml {
  const {
    client_id: id,
    redirect_uris: [redirect = ''],
  } = client;
  const address = /^https?:/u.test(redirect) ? `${new URL(redirect).origin}/` : redirect;
  const links = html`${may('audit:read') ? html`<a class="button" id="to-audit" href="/audit?client=${encodeURIComponent(id)}">${words.toAudit}</a>` : ''}${may('clients:read') ? html`<a class="button quiet" id="to-client" href="${pathOf(id)}">${words.toClient}</a>` : ''}`;
  return part(
    words.worksTitle,
    html`<p>${fillPlain(sentence, { address })}</p><p>${words.seen}</p><div class="actions">${links}</div>`,
    { id: 'works' },
  );
}
