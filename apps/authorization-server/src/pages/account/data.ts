import { alert, hiddenInputs, invalid, isInputError, type Theme, tick, titleOf } from '@gatehouse/html';
import { CSRF_FIELD } from '@gatehouse/http/csrf';
import { html } from '@gatehouse/http/html';
import { type Catalog, fill } from '../../texts/catalog.ts';
import { page } from '../page.ts';
import { type AccountFrame, accountPage } from './frame.ts';

/** The user's data: links `#download` and `#delete`. */
export function dataPage(options: AccountFrame): string {
  const { data } = options.text.account;
  const content = html`<section class="part">
<h2>${data.download}</h2>
<p class="soft">${data.downloadExplain}</p>
<p><a class="button small" id="download" href="/account/data/download" download>${data.downloadSubmit}</a></p>
</section>
<section class="part">
<h2>${data.delete}</h2>
<p class="soft">${data.deleteExplain} ${data.stays}</p>
<p><a class="button small danger" id="delete" href="/account/data/delete">${data.deleteContinue}</a></p>
</section>`;
  return accountPage(options, { section: 'data', heading: data.heading, content });
}

/** Deleting the account: input `confirm`, button `#submit`. */
export function deleteAccountPage(options: AccountFrame & { readonly login: string }): string {
  const { csrf, text, error, login } = options;
  const { data, cancel } = text.account;
  const gone = [data.goesProfile, data.goesSignIn, data.goesIdentities, data.goesSessions, data.goesAccess];
  const content = html`<div class="alert gone">${alert}<div><p>${data.goes}</p><ul>${gone.map((part) => html`<li>${part}</li>`)}</ul></div></div>
<p class="soft">${data.stays}</p>
<form method="post" action="/account/data/delete">
${hiddenInputs({ [CSRF_FIELD]: csrf })}
<div class="field">
<label for="confirm">${fill(data.deleteConfirm, { login: html`<b><bdi>${login}</bdi></b>` })}</label>
<input id="confirm" name="confirm" type="text" autocomplete="off" autocapitalize="none" spellcheck="false" dir="auto" required${invalid(isInputError(error))} autofocus>
</div>
<div class="actions two">
<button type="submit" id="submit" class="danger">${data.deleteSubmit}</button>
<a class="button quiet" id="cancel" href="/account/data">${cancel}</a>
</div>
</form>`;
  return accountPage(options, { section: 'data', heading: data.delete, content });
}

/** The end of an account. */
export function accountDeletedPage({ text, theme }: { text: Catalog; theme: Theme }): string {
  const { data, name } = text.account;
  const body = html`<main>
<div class="intro">
<span class="mark good">${tick}</span>
<h1>${data.deletedHeading}</h1>
<p>${data.deleted}</p>
</div>
</main>`;
  const title = titleOf(text, data.deletedHeading, name, { theme });
  return page({ title, language: text.language, direction: text.direction, body, theme });
}
