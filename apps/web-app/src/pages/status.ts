import { html, type SafeHtml } from '@gatehouse/http/html';
import type { Invoice } from '../invoice.ts';

/** Where an invoice stands: approved, open, or open and past its day. `today` is `YYYY-MM-DD`. */
export function status({ status: state, dueOn }: Pick<Invoice, 'status' | 'dueOn'>, today: string): SafeHtml {
  if (state === 'approved') return html`<span class="status">Approved</span>`;
  return dueOn < today
    ? html`<span class="status overdue">Overdue</span>`
    : html`<span class="status open">Open</span>`;
}
