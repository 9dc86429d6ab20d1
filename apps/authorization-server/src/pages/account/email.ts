import { hiddenInputs, invalid, isInputError } from '@gatehouse/html';
import { CSRF_FIELD } from '@gatehouse/http/csrf';
import { html } from '@gatehouse/http/html';
import { fill } from '../../texts/catalog.ts';
import { mailboxLink } from '../mailbox.ts';
import { type AccountFrame, accountPage } from './frame.ts';

type EmailOptions = AccountFrame & { readonly email: string };

/** Asking for another address: input `email`, button `#submit`. */
export function changeEmailPage(options: EmailOptions): string {
  const { csrf, text, error, email } = options;
  const { changeEmail } = text;
  const content = html`<p class="soft">${changeEmail.consequence}</p>
<form method="post" action="/account/email">
${hiddenInputs({ [CSRF_FIELD]: csrf })}
<div class="field">
<label for="email">${changeEmail.next}</label>
<input id="email" name="email" type="email" value="${email}" autocomplete="email" maxlength="254" dir="auto" required${invalid(isInputError(error))} autofocus>
</div>
<div class="actions two">
<button type="submit" id="submit">${changeEmail.submit}</button>
<a class="button quiet" id="cancel" href="/account/profile">${text.account.cancel}</a>
</div>
</form>`;
  return accountPage(options, { section: 'profile', heading: changeEmail.heading, content });
}

/** A link is on its way. */
export function emailSentPage(options: EmailOptions & { readonly mailboxHref?: string | undefined }): string {
  const { changeEmail, account } = options.text;
  const content = html`<p>${fill(changeEmail.sent, { address: options.email })}</p>
${mailboxLink(options.mailboxHref)}
<p><a class="button quiet" id="cancel" href="/account/profile">${account.cancel}</a></p>`;
  return accountPage(options, { section: 'profile', heading: changeEmail.heading, content });
}

/** What the link leads to: button `#submit`. */
export function confirmEmailChangePage(options: EmailOptions & { readonly action: string }): string {
  const { csrf, text, action, email } = options;
  const { changeEmail } = text;
  const content = html`<p>${fill(changeEmail.confirmAsked, { address: html`<bdi class="name">${email}</bdi>` })}</p>
<form method="post" action="${action}">
${hiddenInputs({ [CSRF_FIELD]: csrf })}
<div class="actions two">
<button type="submit" id="submit">${changeEmail.confirmSubmit}</button>
<a class="button quiet" id="cancel" href="/account/profile">${text.account.cancel}</a>
</div>
</form>`;
  return accountPage(options, { section: 'profile', heading: changeEmail.confirmHeading, content });
}
