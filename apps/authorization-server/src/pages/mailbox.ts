import { ago, gatehouseTheme } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { developmentStylesheet } from './assets.ts';
import { page } from './page.ts';

/** A mail in the mailbox. */
export interface MailLine {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly atSeconds: number;
  /** Where its HTML is, in a document of its own. */
  readonly htmlHref: string;
}

const linked = (text: string): readonly (SafeHtml | string)[] =>
  text.split(/(https:\/\/\S+)/u).map((part, index) => (index % 2 === 1 ? html`<a href="${part}">${part}</a>` : part));

/** Leads there from a page that says that a mail is on its way; nothing where mails are sent. In English only, as the mailbox is. */
export const mailboxLink = (href: string | undefined): SafeHtml | string =>
  href === undefined
    ? ''
    : html`<p class="note" lang="en" dir="ltr">In development, mails are shown in the <a id="mailbox" href="${href}">mailbox</a>.</p>`;

/**
 * Mails that were sent in development, newest first: each as `li[data-mail]`. In English only: developers see it, users never do.
 * The page must be sent with a policy that allows frames of this origin.
 */
export function mailboxPage(mails: readonly MailLine[], nowSeconds: number): string {
  const lines = mails.map(
    ({ from, to, subject, text, atSeconds, htmlHref }) => html`<li data-mail>
<h2>${subject}</h2>
<p class="soft">To <bdi>${to}</bdi> · from <bdi>${from}</bdi> · ${ago({ language: 'en', justNow: 'just now' }, atSeconds, nowSeconds)}</p>
<iframe class="mail" src="${htmlHref}" title="${subject}" sandbox="allow-same-origin allow-top-navigation-by-user-activation" loading="lazy"></iframe>
<details><summary>Text part</summary><pre>${linked(text)}</pre></details>
</li>`,
  );
  const body = html`<main>
<h1>Mailbox</h1>
<p class="soft">Mails that this server would have sent, newest first. Set GATEHOUSE_SMTP_URL to send them. <a href="/">Back to the welcome page</a></p>
${mails.length === 0 ? html`<p>No mail yet. Create an account or ask for a new password, and look here again.</p>` : html`<ul class="rows">${lines}</ul>`}
</main>`;
  return page({
    title: 'Mailbox – Development',
    language: 'en',
    direction: 'ltr',
    body,
    wide: true,
    theme: { ...gatehouseTheme, stylesheet: developmentStylesheet.path },
  });
}
