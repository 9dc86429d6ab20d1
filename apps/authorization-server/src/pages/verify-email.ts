import {
  bareForm,
  type ClientIdentity,
  cancelButton,
  clientMark,
  clientName,
  errorSummary,
  type FormError,
  hiddenInputs,
  type Theme,
  tick,
  titleOf,
} from '@gatehouse/html';
import { CSRF_FIELD } from '@gatehouse/http/csrf';
import { html } from '@gatehouse/http/html';
import { type Catalog, fill } from '../texts/catalog.ts';
import { mailboxLink } from './mailbox.ts';
import { page } from './page.ts';

/** What the page shows while an address is being confirmed. */
export interface VerifyEmailOptions {
  /** Where `#submit` is posted, with `csrf`: look whether it is confirmed, and go on. */
  readonly action: string;
  /** Where `#resend` is posted, with `csrf`; no button without it. */
  readonly resendAction?: string | undefined;
  /** Where `#other` is posted, with `csrf`: start again. */
  readonly otherAccountAction: string;
  /** Where `#cancel` is posted, with `csrf`. */
  readonly cancelAction: string;
  readonly csrf: string;
  readonly client: ClientIdentity;
  readonly email: string;
  /** Where mails are shown that are not sent. */
  readonly mailboxHref?: string | undefined;
  /** It is confirmed; only going on is left. */
  readonly confirmed: boolean;
  /** The mail was just sent again. */
  readonly sentAgain: boolean;
  readonly error?: FormError | undefined;
  readonly text: Catalog;
  readonly theme: Theme;
}

/** Waiting for the link in the mail: buttons `#submit`, `#resend`, `#other` and `#cancel`. */
export function verifyEmailPage(options: VerifyEmailOptions): string {
  const { action, resendAction, otherAccountAction, cancelAction, csrf, client, email, text, theme, error } = options;
  const { verifyEmail } = text;
  const waiting = !options.confirmed;
  const heading = waiting ? verifyEmail.heading : verifyEmail.confirmedHeading;
  const words = waiting
    ? fill(verifyEmail.instruction, { address: html`<bdi class="name">${email}</bdi>` })
    : fill(verifyEmail.goOn, { client: clientName(client) });
  const fields = { [CSRF_FIELD]: csrf };
  const body = html`<main>
<div class="intro">
${waiting ? clientMark(client, theme) : html`<span class="mark good">${tick}</span>`}
<h1>${heading}</h1>
<p>${words}</p>
</div>
${waiting && options.sentAgain && error === undefined ? html`<div class="success" role="status" data-done="sent">${tick}<p>${verifyEmail.sentAgain}</p></div>` : ''}
${errorSummary(text, error)}
<form method="post" action="${action}">
${hiddenInputs(fields)}
<div class="actions">
<button type="submit" id="submit"${error === undefined ? html` autofocus` : ''}>${waiting ? verifyEmail.done : text.continue}</button>
${cancelButton(text.cancel)}
</div>
</form>
${
  waiting
    ? html`<ul class="others">
${resendAction === undefined ? '' : html`<li><button class="link" type="submit" id="resend" form="resend-form">${verifyEmail.resend}</button></li>`}
<li><button class="link" type="submit" id="other" form="other-form">${verifyEmail.other}</button></li>
</ul>
${resendAction === undefined ? '' : bareForm('resend-form', resendAction, fields)}
${bareForm('other-form', otherAccountAction, fields)}
${mailboxLink(options.mailboxHref)}`
    : ''
}
${bareForm('cancel-form', cancelAction, fields)}
</main>`;
  const title = titleOf(text, heading, client.name, { error: error !== undefined });
  return page({ title, language: text.language, direction: text.direction, body, theme });
}
