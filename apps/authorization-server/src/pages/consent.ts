import {
  bareForm,
  type ClientIdentity,
  cancelButton,
  clientMark,
  clientName,
  clock,
  errorSummary,
  type FormError,
  hiddenInputs,
  type Theme,
  tick,
  titleOf,
  webAddress,
} from '@gatehouse/html';
import { CSRF_FIELD } from '@gatehouse/http/csrf';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { type Catalog, fill } from '../texts/catalog.ts';
import { type Account, accountLine } from './account-line.ts';
import { page } from './page.ts';
import { callsItself, type Unchecked, uncheckedHeading, uncheckedNotice, wayBack } from './unchecked-client.ts';

/** One scope in words. */
export interface ScopeLine {
  readonly name: string;
  readonly sentence: string;
}

/** Scopes that belong together; without a name they concern the user's own account (OpenID Connect scopes). */
export interface ScopeGroup {
  readonly name?: string | undefined;
  readonly scopes: readonly ScopeLine[];
}

/** What the consent page shows. */
export interface ConsentOptions {
  /** Where "allow" is posted, with `csrf` only: what is granted was decided on the server, never read back from the form. */
  readonly action: string;
  /** Where `#cancel` is posted, with `csrf` only. */
  readonly cancelAction: string;
  /** Where `#other` is posted, with `csrf` only: somebody else signs in. */
  readonly otherAccountAction: string;
  readonly csrf: string;
  readonly client: ClientIdentity;
  readonly account: Account;
  readonly resources: readonly ScopeGroup[];
  /** Single claims that are asked for beside scopes. */
  readonly claims?: readonly ScopeLine[];
  /** How long the access lasts, as a sentence. */
  readonly lifetime: string;
  /** The origin of the redirect URI. */
  readonly returnTo?: string | undefined;
  /** Of a client that no operator registered. */
  readonly unchecked?: Unchecked | undefined;
  readonly error?: FormError | undefined;
  readonly text: Catalog;
  readonly theme: Theme;
}

/**
 * The consent page: each scope as `li[data-scope]`, the client as `[data-client]`, buttons `#accept` and `#cancel`. For a client that
 * no operator registered it shows its host large, where one is true of it, says that nobody has checked it, and gives neither answer
 * more weight.
 */
export function consentPage(options: ConsentOptions): string {
  const {
    action,
    cancelAction,
    otherAccountAction,
    csrf,
    client,
    account,
    resources,
    claims = [],
    lifetime,
    returnTo,
    unchecked,
    error,
    text,
    theme,
  } = options;
  const { consent } = text;
  // Its own host is above already.
  const site = unchecked ? undefined : webAddress(client.uri);
  const heading = unchecked
    ? uncheckedHeading(text, unchecked, client.name)
    : html`<h1>${fill(consent.heading, { client: clientName(client) })}</h1>`;
  const claimed = unchecked ? callsItself(text, client) : '';
  const body = html`<main>
<div class="intro">
${clientMark(client, theme)}
${heading}
${claimed === '' ? '' : html`<p class="claimed">${claimed}</p>`}
${site === undefined ? '' : html`<p>${fill(consent.site, { host: html`<a href="${site.href}" rel="noopener noreferrer">${site.host}</a>` })}</p>`}
</div>
${unchecked ? uncheckedNotice(text, unchecked, client.name) : ''}
${accountLine(consent.account, account)}
<p class="other-account"><button class="link" type="submit" id="other" form="other-form">${consent.otherAccount}</button><span aria-hidden="true"> · </span><a id="manage" href="/account">${text.manageAccount}</a></p>
${errorSummary(text, error)}
<p class="ask">${unchecked ? text.unchecked.mayDo : fill(consent.mayDo, { client: client.name })}</p>
${resources.filter(({ scopes }) => scopes.length > 0).map((group) => scopeGroup(text, group))}
${claims.length === 0 ? '' : claimList(claims)}
<p class="fact">${clock}<span>${lifetime}</span></p>
${unchecked ? wayBack(text, unchecked.redirect) : ''}
<form method="post" action="${action}">
${hiddenInputs({ [CSRF_FIELD]: csrf })}
<div class="actions two">
<button${unchecked ? html` class="outlined"` : ''} type="submit" id="accept">${consent.accept}</button>
${cancelButton(consent.cancel)}
</div>
</form>
${bareForm('other-form', otherAccountAction, { [CSRF_FIELD]: csrf })}
${bareForm('cancel-form', cancelAction, { [CSRF_FIELD]: csrf })}
${returnTo === undefined || unchecked ? '' : html`<p class="note">${fill(consent.returnTo, { origin: returnTo })}</p>`}
${legal(text, client)}
</main>`;
  const title = titleOf(text, consent.step, client.name, { error: error !== undefined });
  return page({ title, language: text.language, direction: text.direction, body, theme });
}

function scopeGroup(text: Catalog, { name, scopes }: ScopeGroup): SafeHtml {
  return html`<section class="scopes">
<h2>${name === undefined ? text.consent.yourAccount : html`<bdi>${name}</bdi>`}</h2>
<ul>${scopes.map((scope) => html`<li data-scope="${scope.name}">${tick}<span>${scope.sentence}</span></li>`)}</ul>
</section>`;
}

const claimList = (claims: readonly ScopeLine[]): SafeHtml => html`<section class="scopes">
<ul>${claims.map(({ name, sentence }) => html`<li data-claim="${name}">${tick}<span>${sentence}</span></li>`)}</ul>
</section>`;

/** Those of a client that nobody has checked come with their host: the words are ours, where they lead is its own. */
function legal({ consent }: Catalog, { policyUri, tosUri, unregistered }: ClientIdentity): SafeHtml {
  const links = [
    [consent.policy, webAddress(policyUri)],
    [consent.terms, webAddress(tosUri)],
  ] as const;
  const items = links.flatMap(([label, url]) =>
    url === undefined
      ? []
      : [
          html`<a href="${url.href}" rel="noopener noreferrer">${label}${unregistered && html` (<bdi dir="ltr">${url.host}</bdi>)`}</a> `,
        ],
  );
  return items.length === 0 ? html`` : html`<p class="note links">${items}</p>`;
}
