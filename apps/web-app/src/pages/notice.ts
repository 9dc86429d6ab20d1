import { html, type SafeHtml } from '@gatehouse/http';
import { tick } from './icons.ts';

/** What a page may report about the step before it. The code travels in a cookie, so it is a closed list. */
export const notices = {
  signed_out: 'You have signed out.',
  confirmed: 'Thank you, that was you. You can approve the invoice now.',
  approved: 'The invoice is approved.',
  already_approved: 'Somebody has approved this invoice already.',
} as const;

/** One of the notices. */
export type NoticeCode = keyof typeof notices;

/** A line at the top of the page; nothing for no code. */
export function notice(code: NoticeCode | undefined): SafeHtml | string {
  if (code === undefined) return '';
  return html`<div class="notice" role="status" data-notice="${code}">${tick}<p>${notices[code]}</p></div>`;
}
