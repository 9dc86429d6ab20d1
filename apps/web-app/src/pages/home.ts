import { sheet } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { page } from './layout.ts';
import { type NoticeCode, notice } from './notice.ts';

/** The page for whoever is not signed in: button `#sign-in`. */
export function homePage({ noticeCode }: { readonly noticeCode: NoticeCode | undefined }): SafeHtml {
  const body = html`<main id="main" class="centre">
<div class="sheet card">
${notice(noticeCode)}
<span class="mark">${sheet}</span>
<h1>Your department’s invoices</h1>
<p>See what is due and approve what is right. Sign in with your work account to begin.</p>
<div class="actions">
<form method="get" action="/sign-in"><button type="submit" id="sign-in">Sign in</button></form>
</div>
</div>
</main>`;
  return page({ title: noticeCode === 'signed_out' ? 'Signed out' : 'Welcome', body });
}
