import { gatehouseTheme } from '@gatehouse/html';
import { html } from '@gatehouse/http';
import { page } from './page.ts';

/** Mails that were sent in development, newest first. In English only: operators see it, users never do. */
export function mailboxPage(
  mails: readonly { readonly to: string; readonly subject: string; readonly text: string }[],
): string {
  const lines = mails.map(
    ({ to, subject, text }) =>
      html`<li><h2>${subject}</h2><p class="soft">${to}</p><pre>${text
        .split(/(https:\/\/\S+)/u)
        .map((part, index) => (index % 2 === 1 ? html`<a href="${part}">${part}</a>` : part))}</pre></li>`,
  );
  const body = html`<main>
<h1>Mail</h1>
<p class="soft">Development only. Set GATEHOUSE_SMTP_URL to send mails instead.</p>
${mails.length === 0 ? html`<p>No mail yet.</p>` : html`<ul class="rows">${lines}</ul>`}
</main>`;
  return page({
    title: 'Mail – Development',
    language: 'en',
    direction: 'ltr',
    body,
    wide: true,
    theme: gatehouseTheme,
  });
}
