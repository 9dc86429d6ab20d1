import { ago, type ClientIdentity, clientMark, moment, tick, webAddress } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { fill, fillPlain, number } from '../../texts/catalog.ts';
import type { ScopeGroup } from '../consent.ts';
import { applicationName } from '../shown-host.ts';
import { uncheckedLine } from '../unchecked-client.ts';
import { type AccountFrame, accountPage, buttonForm } from './frame.ts';

/** One application and what it may do. */
export interface ApplicationLine {
  readonly client: ClientIdentity;
  /** It belongs to the service: nobody was asked. */
  readonly isOwn: boolean;
  /** What it may do, by API, in words. */
  readonly groups: readonly ScopeGroup[];
  readonly givenAtSeconds: number;
  readonly usedAtSeconds: number;
}

interface ApplicationsOptions extends AccountFrame {
  readonly applications: readonly ApplicationLine[];
  readonly nowSeconds: number;
}

/** What is seen of a long list at first. */
const unfolded = 4;

/** The groups up to so many scopes, and what is left of them. */
function split(groups: readonly ScopeGroup[], most: number): readonly [ScopeGroup[], ScopeGroup[]] {
  let room = most;
  const parts = groups.map(({ name, scopes }) => {
    const cut = Math.min(room, scopes.length);
    room -= cut;
    return [
      { name, scopes: scopes.slice(0, cut) },
      { name, scopes: scopes.slice(cut) },
    ] as const;
  });
  const some = (half: 0 | 1) => parts.map((part) => part[half]).filter(({ scopes }) => scopes.length > 0);
  return [some(0), some(1)];
}

function scopesOf({ text }: ApplicationsOptions, groups: readonly ScopeGroup[]): SafeHtml {
  const list = ({ name, scopes }: ScopeGroup) =>
    html`<h4>${name ?? text.consent.yourAccount}</h4><ul>${scopes.map((scope) => html`<li data-scope="${scope.name}">${tick}<span>${scope.sentence}</span></li>`)}</ul>`;
  const count = groups.reduce((sum, { scopes }) => sum + scopes.length, 0);
  if (count <= unfolded) return html`<div class="scopes">${groups.map(list)}</div>`;
  const [first, rest] = split(groups, unfolded);
  const all = fillPlain(text.account.applications.allScopes, { count: number(text, count) });
  return html`<div class="scopes">${first.map(list)}<details><summary>${all}</summary>${rest.map(list)}</details></div>`;
}

/** What a user tells applications apart by: what they are called, and what they call themselves. */
const calledIn = ({ name, unregistered }: ClientIdentity): string =>
  [name, unregistered?.callsItself].join('\n').toLowerCase();

/** The end of the identifier where another application that nobody registered looks the same: as much as differs by chance. */
function idOf({ applications }: ApplicationsOptions, { client }: ApplicationLine): string | undefined {
  if (!client.unregistered) return undefined;
  const same = applications.filter((other) => calledIn(other.client) === calledIn(client));
  return same.length > 1 ? client.id.slice(-8) : undefined;
}

/** Since when, and how long ago last: of an application that nobody registered to the second, by which its user may know it. */
function since({ text, nowSeconds }: ApplicationsOptions, { client, isOwn, ...line }: ApplicationLine): SafeHtml {
  const { applications: texts } = text.account;
  const when = (atSeconds: number) =>
    html`${ago(text, atSeconds, nowSeconds)}${client.unregistered ? html` (${moment(text.language, atSeconds)})` : ''}`;
  const given = isOwn ? '' : html`${fill(texts.given, { when: when(line.givenAtSeconds) })}<br>`;
  return html`${given}${fill(texts.used, { when: when(line.usedAtSeconds) })}`;
}

function application(options: ApplicationsOptions, line: ApplicationLine): SafeHtml {
  const { text } = options;
  const { applications: texts } = text.account;
  const { client, groups } = line;
  const id = idOf(options, line);
  const address = webAddress(client.uri);
  const open =
    address &&
    html`<a class="button small quiet" href="${address.href}" rel="noopener noreferrer"><span>${fill(texts.open, { client: client.name })}</span></a>`;
  const withdraw = buttonForm(options, {
    action: '/account/applications/withdraw',
    label: texts.withdraw,
    about: id === undefined ? client.name : `${client.name} (${id})`,
    fields: { application: client.id },
    kind: 'quiet',
  });
  const told =
    id === undefined ? '' : html`${fill(texts.idOf, { id: html`<bdi dir="ltr" data-short-id>${id}</bdi>` })}<br>`;
  return html`<li class="application" data-application="${client.id}">
<div class="application-head">${clientMark(client)}<div><h3>${applicationName(client)}</h3><p class="soft">${uncheckedLine(text, client)}${told}${since(options, line)}</p></div></div>
${scopesOf(options, groups)}
<div class="row-action">${open}${withdraw}</div>
</li>`;
}

/**
 * The connected applications, our own after those that the user allowed: each as `li[data-application]`, its scopes as
 * `li[data-scope]`, with a button to withdraw.
 */
export function applicationsPage(options: ApplicationsOptions): string {
  const { text, theme, applications } = options;
  const { applications: texts } = text.account;
  const section = (isOwn: boolean, heading: SafeHtml | string, explain: SafeHtml | string) => {
    const lines = applications.filter((line) => line.isOwn === isOwn);
    if (lines.length === 0) return '';
    return html`<section class="part"><h2>${heading}</h2>${explain}<ul class="rows">${lines.map((line) => application(options, line))}</ul></section>`;
  };
  const content = html`<p class="soft">${applications.length === 0 ? texts.empty : texts.explain}</p>
${section(false, texts.allowed, '')}
${section(true, fill(texts.own, { service: theme.name }), html`<p class="soft">${texts.ownExplain}</p>`)}`;
  return accountPage(options, { section: 'applications', heading: texts.heading, content });
}
