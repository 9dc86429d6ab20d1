import { ago, ahead, alert, focus, hiddenInputs, invalid, tick } from '@gatehouse/html';
import { CSRF_FIELD } from '@gatehouse/http/csrf';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { duration, fill, fillPlain } from '../../texts/catalog.ts';
import { controls, copyButton } from '../controls.ts';
import { type AccountFrame, accountPage, row, smallLink } from './frame.ts';

/** A scope and what it allows, in words. */
export interface KeyScope {
  readonly name: string;
  readonly sentence: string;
}

/** A key in the list. */
export interface KeyLine {
  readonly id: string;
  readonly name: string;
  readonly apis: readonly { readonly name: string; readonly scopes: readonly KeyScope[] }[];
  readonly createdAtSeconds: number;
  readonly expiresAtSeconds?: number | undefined;
  readonly lastUsedAtSeconds?: number | undefined;
}

interface ListOptions extends AccountFrame {
  readonly keys: readonly KeyLine[];
  readonly nowSeconds: number;
  /** Something takes keys. */
  readonly hasGateway: boolean;
  /** There is something that a key could be for. */
  readonly hasApis: boolean;
  /** There may be no more. */
  readonly isFull: boolean;
}

function keyRow({ text, nowSeconds }: ListOptions, key: KeyLine): SafeHtml {
  const { apiKeys: texts } = text.account;
  const { id, name, expiresAtSeconds, lastUsedAtSeconds } = key;
  const used =
    lastUsedAtSeconds === undefined
      ? ''
      : html`<br>${fill(texts.used, { when: ago(text, lastUsedAtSeconds, nowSeconds) })}`;
  const made = fill(texts.made, { when: ago(text, key.createdAtSeconds, nowSeconds) });
  const apis = key.apis.map(
    (api) => html`<div class="scopes"><h3 class="soft">${fill(texts.forApi, { api: api.name })}</h3>
<ul>${api.scopes.map((scope) => html`<li data-scope="${scope.name}">${tick}<span>${scope.sentence}</span></li>`)}</ul></div>`,
  );
  const end = () => {
    if (expiresAtSeconds === undefined) return texts.endless;
    if (expiresAtSeconds <= nowSeconds) return html`<span class="tag">${texts.expired}</span>`;
    return fill(texts.expires, { when: ahead(text, expiresAtSeconds, nowSeconds) });
  };
  const revoke = smallLink(`/account/api-keys/${id}/revoke`, texts.revoke, fillPlain(texts.keyOf, { name }));
  return html`<li class="application" data-api-key="${id}">
<h2><bdi>${name}</bdi></h2>
<p class="soft">${made}<br>${end()}${used}</p>
${apis}
${revoke}
</li>`;
}

/** The keys: each as `li[data-api-key]`, its scopes as `li[data-scope]`, with a link to revoke it; `#make` leads to a new one. */
export function apiKeysPage(options: ListOptions): string {
  const { text, keys, hasGateway, hasApis, isFull } = options;
  const { apiKeys: texts } = text.account;
  const make = () => {
    if (!hasGateway) return html`<p class="note">${texts.noGateway}</p>`;
    if (!hasApis) return html`<p class="note">${texts.nothing}</p>`;
    if (isFull) return html`<p class="note">${text.formErrors.key_limit}</p>`;
    return html`<p><a class="button small" id="make" href="/account/api-keys/new">${texts.make}</a></p>`;
  };
  const content = html`<p class="soft">${texts.explain}</p>
${keys.length === 0 ? html`<p>${texts.empty}</p>` : html`<ul class="rows">${keys.map((key) => keyRow(options, key))}</ul>`}
${make()}`;
  return accountPage(options, { section: 'apiKeys', heading: texts.heading, content });
}

/** Which API a new key is for: a link each. */
export function chooseApiPage(
  options: AccountFrame & { readonly apis: readonly { readonly name: string; readonly href: string }[] },
): string {
  const { account } = options.text;
  const { apiKeys: texts } = account;
  const content = html`<ul class="rows">${options.apis.map(({ name, href }) => row(name, '', smallLink(href, texts.make, name)))}</ul>
<p><a class="button quiet" id="cancel" href="/account/api-keys">${account.cancel}</a></p>`;
  return accountPage(options, { section: 'apiKeys', heading: texts.chooseHeading, content });
}

/** Making a key: input `name`, boxes `scope`, choice `days`, button `#submit`. */
export function makeKeyPage(
  options: AccountFrame & {
    readonly action: string;
    readonly api: string;
    readonly name: string;
    /** What the user may do, and so may give. */
    readonly scopes: readonly KeyScope[];
    readonly chosen: readonly string[];
    readonly lifetimesDays: readonly number[];
    readonly days: number;
  },
): string {
  const { csrf, text, error, scopes, chosen } = options;
  const { account } = text;
  const { apiKeys: texts } = account;
  const box = ({ name, sentence }: KeyScope, n: number) =>
    html`<div class="box"><input id="scope-${String(n)}" name="scope" type="checkbox" value="${name}"${chosen.includes(name) ? html` checked` : ''}><label for="scope-${String(n)}">${sentence}</label></div>`;
  const lifetime = (days: number) =>
    html`<option value="${String(days)}"${days === options.days ? html` selected` : ''}>${duration(text, days * 86_400)}</option>`;
  const content = html`<form method="post" action="${options.action}">
${hiddenInputs({ [CSRF_FIELD]: csrf })}
<div class="field">
<label for="name">${texts.name}</label>
<input id="name" name="name" type="text" value="${options.name}" maxlength="64" autocomplete="off" dir="auto" required${invalid(error?.code === 'key_name_missing')}${focus(true)}>
<p class="hint">${texts.nameHint}</p>
</div>
<fieldset class="field boxes" aria-describedby="scopes-hint${error?.code === 'key_scopes_missing' ? ' form-error' : ''}">
<legend>${texts.mayDo}</legend>
${scopes.map(box)}
<p class="hint" id="scopes-hint">${texts.mayDoHint}</p>
</fieldset>
<div class="field">
<label for="days">${texts.validFor}</label>
<select id="days" name="days">${options.lifetimesDays.map(lifetime)}</select>
</div>
<div class="actions two">
<button type="submit" id="submit">${texts.submit}</button>
<a class="button quiet" id="cancel" href="/account/api-keys">${account.cancel}</a>
</div>
</form>`;
  return accountPage(options, { section: 'apiKeys', heading: fill(texts.makeHeading, { api: options.api }), content });
}

/** An address as one word of a shell, in which `&`, `;` and `$(…)` would end it or run something. */
const shellWord = (address: string): string =>
  /^[\w\-.:/]+$/u.test(address) ? address : `'${address.replaceAll("'", `'\\''`)}'`;

/** A new key, shown once: `#api-key`. */
export function madeKeyPage(
  options: AccountFrame & { readonly key: string; readonly gatewayAddress: string | undefined },
): string {
  const { text, key, gatewayAddress } = options;
  const { apiKeys: texts } = text.account;
  const example =
    gatewayAddress === undefined
      ? ''
      : html`<p class="soft">${texts.example}</p>
<pre class="codes secret" dir="ltr"><code>curl --header "X-API-Key: $KEY" ${shellWord(gatewayAddress)}</code></pre>`;
  const content = html`<p class="codes secret" dir="ltr"><code id="api-key">${key}</code></p>
<div class="keep">${copyButton(text, key)}</div>
<div class="caution">${alert}<p>${texts.once}</p></div>
<p class="soft">${fill(texts.usage, { header: html`<code dir="ltr">X-API-Key</code>` })}</p>
${example}
<p class="actions"><a class="button" id="submit" href="/account/api-keys">${texts.kept}</a></p>
${controls}`;
  return accountPage(options, { section: 'apiKeys', heading: texts.madeHeading, content });
}
