import { back, shield } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import type { Invoice } from '../invoice.ts';
import { day, moment, money } from './figures.ts';
import { page, type SignedIn } from './layout.ts';
import { type NoticeCode, notice } from './notice.ts';
import { status } from './status.ts';

/** What the page of one invoice shows. */
export interface InvoicePageOptions {
  readonly signedIn: SignedIn;
  readonly invoice: Invoice;
  /** Whether the user's tokens allow asking for an approval at all; the API decides. */
  readonly mayAsk: boolean;
  readonly noticeCode: NoticeCode | undefined;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

/** One invoice, with the button `#approve` while it is open. */
export function invoicePage({ signedIn, invoice, mayAsk, noticeCode, today }: InvoicePageOptions): SafeHtml {
  const body = html`<main id="main"><div class="narrow">
<a class="back" href="/">${back} All invoices</a>
${notice(noticeCode)}
<div class="heading"><div>
<h1>Invoice ${invoice.number}</h1>
<p><bdi>${invoice.customer}</bdi></p>
</div></div>
<div class="sheet invoice" data-invoice="${invoice.id}">
<div class="total"><strong>${money(invoice.amountMinor, invoice.currency)}</strong>${status(invoice, today)}</div>
<dl class="facts">
<div><dt>Due</dt><dd>${day(invoice.dueOn)}</dd></div>
<div><dt>Department</dt><dd><bdi>${invoice.department}</bdi></dd></div>
${invoice.approvedAt === undefined ? '' : html`<div><dt>Approved</dt><dd>${moment(invoice.approvedAt)}</dd></div>`}
</dl>
${invoice.status === 'open' && mayAsk ? approval(invoice, signedIn.csrf) : ''}
</div>
</div></main>`;
  return page({ title: `Invoice ${invoice.number}`, body, signedIn });
}

function approval(invoice: Invoice, csrf: string): SafeHtml {
  return html`<div class="decide">
<p>${shield}<span>Approving asks for your second factor, unless you gave it in the last few minutes.</span></p>
<form method="post" action="/invoices/${invoice.id}/approve"><input type="hidden" name="csrf" value="${csrf}"><button type="submit" id="approve">Approve invoice</button></form>
</div>`;
}
