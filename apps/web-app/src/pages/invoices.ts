import { sheet, shield } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import type { Invoice } from '../invoice.ts';
import { day, moment, money } from './figures.ts';
import { page, type SignedIn } from './layout.ts';
import { type NoticeCode, notice } from './notice.ts';
import { status } from './status.ts';

/** What the page shows about the session. No token is among it. */
export interface SessionFacts {
  readonly issuer: string;
  readonly subject: string;
  /** `auth_time` in seconds since 1970. */
  readonly authTimeSeconds: number | undefined;
  readonly scopes: readonly string[];
  readonly renewsInSeconds: number;
}

/** What the list shows. */
export interface InvoicesOptions {
  readonly signedIn: SignedIn;
  readonly invoices: readonly Invoice[];
  readonly isFirstPage: boolean;
  readonly nextCursor: string | undefined;
  readonly noticeCode: NoticeCode | undefined;
  readonly session: SessionFacts;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

/** The start page of a user who may see no invoices, as new members may not: `[data-empty]`. */
export function noInvoicesPage({ signedIn }: Pick<InvoicesOptions, 'signedIn'>): SafeHtml {
  const body = html`<main id="main" class="centre" data-empty>
<div class="sheet card">
<span class="mark">${sheet}</span>
<h1>Welcome, <bdi>${signedIn.name}</bdi></h1>
<p>There are no invoices for you yet. They appear here once an administrator has given your account access to those of your department.</p>
<div class="actions"><a class="button" href="${signedIn.accountUrl}">Your account</a></div>
</div>
</main>`;
  return page({ title: 'No invoices yet', body, signedIn });
}

/** The user's start page: table `#invoices`, the user in `[data-user]`, button `#logout`. */
export function invoicesPage(options: InvoicesOptions): SafeHtml {
  const { signedIn, invoices, isFirstPage, nextCursor, noticeCode, session, today } = options;
  const body = html`<main id="main">
${notice(noticeCode)}
<div class="heading">
<div>
<h1>Invoices</h1>
<p>${department(invoices)}</p>
</div>
</div>
<div class="sheet">
<table id="invoices" class="invoices">
<thead><tr><th scope="col">Number</th><th scope="col">Customer</th><th scope="col">Due</th><th scope="col" class="amount">Amount</th><th scope="col">Status</th></tr></thead>
<tbody>
${invoices.map((invoice) => row(invoice, today))}
</tbody>
</table>
${invoices.length > 0 ? '' : html`<div class="empty">${sheet}<h2>Nothing here yet</h2><p class="soft">Your department has no invoices that you may see.</p></div>`}
</div>
${isFirstPage && nextCursor === undefined ? '' : pager(isFirstPage, nextCursor)}
${about(session)}
</main>`;
  return page({ title: 'Your invoices', body, signedIn });
}

function department(invoices: readonly Invoice[]): SafeHtml {
  const name = invoices[0]?.department;
  return name === undefined ? html`Your department` : html`<bdi>${name}</bdi> department`;
}

function row(invoice: Invoice, today: string): SafeHtml {
  return html`<tr data-invoice="${invoice.id}">
<th scope="row"><a href="/invoices/${invoice.id}">${invoice.number}</a></th>
<td class="customer"><bdi>${invoice.customer}</bdi></td>
<td class="date" data-label="Due">${day(invoice.dueOn)}</td>
<td class="amount">${money(invoice.amountMinor, invoice.currency)}</td>
<td class="state">${status(invoice, today)}</td>
</tr>
`;
}

function pager(isFirstPage: boolean, nextCursor: string | undefined): SafeHtml {
  return html`<nav class="more" aria-label="Pages">
${isFirstPage ? '' : html`<a class="button quiet" href="/">First page</a>`}
${nextCursor === undefined ? '' : html`<a class="button quiet" id="next" rel="next" href="/?cursor=${encodeURIComponent(nextCursor)}">Next page</a>`}
</nav>`;
}

function about({ issuer, subject, authTimeSeconds, scopes, renewsInSeconds }: SessionFacts): SafeHtml {
  return html`<details class="session">
<summary>${shield} About your session</summary>
<div class="sheet"><dl class="facts">
<div><dt>Signed in at</dt><dd>${issuer}</dd></div>
<div><dt>Your identifier there</dt><dd>${subject}</dd></div>
${authTimeSeconds === undefined ? '' : html`<div><dt>You proved who you are</dt><dd>${moment(authTimeSeconds * 1000)}</dd></div>`}
<div><dt>Access is renewed</dt><dd>${renewsInSeconds > 0 ? `in ${renewsInSeconds} seconds, when you need it` : 'at your next step'}</dd></div>
<div class="wide"><dt>This application may</dt><dd><ul class="chips">${scopes.map((scope) => html`<li>${scope}</li>`)}</ul></dd></div>
</dl></div>
</details>`;
}
