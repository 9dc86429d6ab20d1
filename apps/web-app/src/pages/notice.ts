import { alert, tick } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';

/** What a page may report about the step before it. The code travels in a cookie, so it is a closed list. */
export const notices = {
  signed_out: { good: true, text: 'You have signed out.' },
  confirmed: { good: true, text: 'Thank you, that was you. You can approve the invoice now.' },
  approved: { good: true, text: 'The invoice is approved.' },
  already_approved: { good: false, text: 'Somebody has approved this invoice already.' },
  not_confirmed: { good: false, text: 'You did not confirm that it is you, so nothing was approved.' },
  second_factor_missing: {
    good: false,
    text: 'Approving needs a second factor. Set one up in your account, then try again.',
  },
} as const;

/** One of the notices. */
export type NoticeCode = keyof typeof notices;

/** A line at the top of the page; nothing for no code. */
export function notice(code: NoticeCode | undefined): SafeHtml | string {
  if (code === undefined) return '';
  const { good, text } = notices[code];
  return html`<div class="notice${good ? '' : ' caution'}" role="status" data-notice="${code}">${good ? tick : alert}<p>${text}</p></div>`;
}
