import { ago, type ClientIdentity, clientMark, clientName, tick } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http';
import { fill } from '../../texts/catalog.ts';
import { type AccountFrame, accountPage, buttonForm } from './frame.ts';

/** One application and what it may do. */
export interface ApplicationLine {
  readonly client: ClientIdentity;
  /** What its scopes allow, in words. */
  readonly scopes: readonly { readonly name: string; readonly sentence: string }[];
  readonly givenAtSeconds: number;
  readonly usedAtSeconds: number;
}

/** The connected applications: each as `li[data-application]`, its scopes as `li[data-scope]`, with a button to withdraw. */
export function applicationsPage(
  options: AccountFrame & { readonly applications: readonly ApplicationLine[]; readonly nowSeconds: number },
): string {
  const { text, applications, nowSeconds } = options;
  const { applications: texts } = text.account;
  const line = ({
    client,
    scopes,
    givenAtSeconds,
    usedAtSeconds,
  }: ApplicationLine): SafeHtml => html`<li class="application" data-application="${client.id}">
<div class="application-head">${clientMark(client)}<div><h2>${clientName(client)}</h2><p class="soft">${fill(texts.given, { when: ago(text, givenAtSeconds, nowSeconds) })} · ${fill(texts.used, { when: ago(text, usedAtSeconds, nowSeconds) })}</p></div></div>
<div class="scopes"><ul>${scopes.map(({ name, sentence }) => html`<li data-scope="${name}">${tick}<span>${sentence}</span></li>`)}</ul></div>
${buttonForm(options, {
  action: '/account/applications/withdraw',
  label: texts.withdraw,
  about: client.name,
  fields: { application: client.id },
  kind: 'quiet',
})}
</li>`;
  const content = html`<p class="soft">${applications.length === 0 ? texts.empty : texts.explain}</p>
${applications.length === 0 ? '' : html`<ul class="rows">${applications.map(line)}</ul>`}`;
  return accountPage(options, { section: 'applications', heading: texts.heading, content });
}
