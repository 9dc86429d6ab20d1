import { alert, clock, person } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { page, type SignedIn } from './layout.ts';

/** Every error that a browser can see here: status, words, and the way on. The codes are stable. */
export const errors = {
  session_ended: {
    status: 401,
    title: 'Your session has ended',
    message: 'For your safety you were signed out here. Sign in again to go on.',
    way: 'sign_in',
  },
  sign_in_cancelled: {
    status: 403,
    title: 'You are not signed in',
    message: 'The sign-in was cancelled, or your account may not use this application. Nothing was changed.',
    way: 'sign_in',
  },
  sign_in_refused: {
    status: 403,
    title: 'You could not be signed in',
    message: 'The sign-in service refused the request. Nothing was changed.',
    way: 'sign_in',
  },
  sign_in_unknown: {
    status: 400,
    title: 'This sign-in cannot be finished',
    message: 'It was started too long ago, in another browser, or finished already. Please start again.',
    way: 'sign_in',
  },
  forbidden: {
    status: 403,
    title: 'You may not do this',
    message: 'Your account does not have the right for it. An administrator can give it.',
    way: 'home',
  },
  not_found: {
    status: 404,
    title: 'There is nothing here',
    message: 'The page does not exist, or it is not one that you may see.',
    way: 'home',
  },
  csrf_failed: {
    status: 403,
    title: 'Please try once more',
    message: 'The form was open for too long or did not come from this page. Nothing was changed.',
    way: 'home',
  },
  bad_request: {
    status: 400,
    title: 'This did not work',
    message: 'The request was not understood. Please start again.',
    way: 'home',
  },
  sign_in_unavailable: {
    status: 503,
    title: 'Signing in is not possible just now',
    message: 'The sign-in service does not answer. It usually is back in a moment; nothing of yours is lost.',
    way: 'again',
  },
  invoices_unavailable: {
    status: 503,
    title: 'The invoices cannot be reached just now',
    message: 'You are still signed in. Please try again in a moment.',
    way: 'again',
  },
  internal_error: {
    status: 500,
    title: 'Something went wrong here',
    message: 'It is not your fault, and it was noted. Please try again.',
    way: 'home',
  },
} as const satisfies Record<
  string,
  { status: number; title: string; message: string; way: 'home' | 'sign_in' | 'again' }
>;

/** A stable code of this application's errors. */
export type ErrorCode = keyof typeof errors;

/** The code to show for an error that came from below: its own if it has words here, else what its status says. */
export function errorCodeOf(code: string, status: number): ErrorCode {
  if (Object.hasOwn(errors, code)) return code as ErrorCode;
  const byStatus: Record<number, ErrorCode> = { 403: 'forbidden', 404: 'not_found' };
  return byStatus[status] ?? (status < 500 ? 'bad_request' : 'internal_error');
}

/** What an error page shows beside its code's words. */
export interface ErrorPageOptions {
  readonly code: ErrorCode;
  readonly requestId: string;
  readonly signedIn?: SignedIn | undefined;
  /** Where "try again" leads: a path of this application. */
  readonly retryPath?: string | undefined;
}

/** `<main id="error" data-error="the_stable_code">` */
export function errorPage({ code, requestId, signedIn, retryPath = '/' }: ErrorPageOptions): SafeHtml {
  const { status, title, message, way } = errors[code];
  const isCancelled = code === 'sign_in_cancelled';
  const isNobodysFault = status === 503 || code === 'session_ended';
  const mark = isNobodysFault ? clock : alert;
  const body = html`<main id="error" class="centre" data-error="${code}">
<div class="sheet card">
${isCancelled ? html`<span class="mark">${person}</span>` : html`<span class="mark ${isNobodysFault ? 'wait' : 'bad'}">${mark}</span>`}
<h1>${title}</h1>
<p>${message}</p>
<div class="actions">${wayOn(way, retryPath)}</div>
${isCancelled ? '' : html`<p class="reference">Reference <code>${requestId}</code></p>`}
</div>
</main>`;
  return page({ title, body, signedIn });
}

function wayOn(way: 'home' | 'sign_in' | 'again', retryPath: string): SafeHtml {
  if (way === 'sign_in') {
    return html`<form method="get" action="/sign-in"><button type="submit" id="sign-in">Sign in again</button></form><a href="/">Back to start</a>`;
  }
  return way === 'again'
    ? html`<a class="button" id="retry" href="${retryPath}">Try again</a>`
    : html`<a class="button" id="home" href="/">Back to start</a>`;
}
