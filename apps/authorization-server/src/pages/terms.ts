import {
  bareForm,
  type ClientIdentity,
  cancelButton,
  clientMark,
  clientName,
  hiddenInputs,
  type Theme,
  titleOf,
} from '@gatehouse/html';
import { CSRF_FIELD } from '@gatehouse/http/csrf';
import { html } from '@gatehouse/http/html';
import { type Catalog, fill } from '../texts/catalog.ts';
import { page } from './page.ts';

/** What the page with the terms of use shows. */
export interface TermsOptions {
  /** Where `#accept` is posted, with `csrf`. */
  readonly action: string;
  /** Where `#cancel` is posted, with `csrf`. */
  readonly cancelAction: string;
  readonly csrf: string;
  readonly client: ClientIdentity;
  /** Where the terms can be read. */
  readonly uri: string;
  readonly text: Catalog;
  readonly theme: Theme;
}

/** Accepting the terms of use: link `#terms`, buttons `#accept` and `#cancel`. */
export function termsPage({ action, cancelAction, csrf, client, uri, text, theme }: TermsOptions): string {
  const { terms } = text;
  const body = html`<main>
<div class="intro">
${clientMark(client, theme)}
<h1>${terms.heading}</h1>
<p>${fill(terms.asked, { client: clientName(client) })}</p>
</div>
<p><a id="terms" href="${uri}" target="_blank" rel="noopener noreferrer">${terms.read}</a></p>
<form method="post" action="${action}">
${hiddenInputs({ [CSRF_FIELD]: csrf })}
<div class="actions two">
<button type="submit" id="accept">${terms.accept}</button>
${cancelButton(text.cancel)}
</div>
</form>
${bareForm('cancel-form', cancelAction, { [CSRF_FIELD]: csrf })}
</main>`;
  const title = titleOf(text, terms.step, client.name);
  return page({ title, language: text.language, direction: text.direction, body, theme });
}
