import { ago } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { type Catalog, fill } from '../../texts/catalog.ts';
import { type ConnectionButton, connectionButtons } from '../connections.ts';
import { type AccountFrame, accountPage, rowParts, smallLink } from './frame.ts';

/** An account elsewhere in the list. */
export interface IdentityLine {
  /** Names it in addresses. */
  readonly reference: string;
  /** What its provider is called. */
  readonly label: string;
  /** A data: URI. */
  readonly logo: string | undefined;
  /** What the provider said of the user last: an address or a name. */
  readonly who: string | undefined;
  readonly linkedAtSeconds: number;
  readonly usedAtSeconds?: number | undefined;
  /** Its connection is enabled. */
  readonly usable: boolean;
}

/** One of them: `li[data-identity]`, with a link to disconnect it. */
function identityRow(text: Catalog, identity: IdentityLine, nowSeconds: number): SafeHtml {
  const { security } = text.account;
  const { reference, label, logo, who, linkedAtSeconds, usedAtSeconds, usable } = identity;
  const about = who === undefined ? label : `${label}, ${who}`;
  const lines = [
    ...(who === undefined ? [] : [html`<bdi>${who}</bdi>`]),
    fill(security.identityLinked, { when: ago(text, linkedAtSeconds, nowSeconds) }),
    ...(usedAtSeconds === undefined
      ? []
      : [fill(security.passkeyUsed, { when: ago(text, usedAtSeconds, nowSeconds) })]),
    ...(usable ? [] : [security.identityOff]),
  ];
  const image = logo === undefined ? '' : html`<img src="${logo}" alt="" width="20" height="20"> `;
  const remove = smallLink(`/account/identities/${reference}/remove`, security.identityDisconnect, about);
  return html`<li class="row" data-identity="${reference}"><div><h4>${image}<bdi>${label}</bdi></h4><div class="soft">${lines.map((line, at) => (at === 0 ? line : html`<br>${line}`))}</div></div><div class="row-action">${remove}</div></li>`;
}

/** Accounts elsewhere, on the security page; nothing where there are none and none can be connected. */
export function identityRows(
  text: Catalog,
  {
    identities,
    mayConnect,
    nowSeconds,
  }: { readonly identities: readonly IdentityLine[]; readonly mayConnect: boolean; readonly nowSeconds: number },
): SafeHtml | string {
  const { security } = text.account;
  if (identities.length === 0 && !mayConnect) return '';
  const list =
    identities.length === 0
      ? ''
      : html`<ul class="rows nested">${identities.map((one) => identityRow(text, one, nowSeconds))}</ul>`;
  const connect = mayConnect ? smallLink('/account/identities', security.identityConnect, security.identities) : '';
  const said = identities.length === 0 ? security.identitiesNone : '';
  return html`<li><div class="row">${rowParts(html`<h3>${security.identities}</h3>`, said, connect)}</div>${list}</li>`;
}

/** Connecting one more: a button for each provider. */
export function connectIdentityPage(options: AccountFrame & { readonly buttons: readonly ConnectionButton[] }): string {
  const { csrf, text, buttons } = options;
  const { security, cancel } = text.account;
  const content = html`<p class="soft">${security.identityConnectExplain}</p>
${connectionButtons({ action: '/account/identities', csrf, buttons }, text)}
<div class="actions"><a class="button quiet" id="cancel" href="/account/security">${cancel}</a></div>`;
  return accountPage(options, { section: 'security', heading: security.identityConnectHeading, content });
}
