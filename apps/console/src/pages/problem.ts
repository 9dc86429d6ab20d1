/** Pages of errors: a card with what happened and the way on. */
import { alert, clock, fillPlain, gate, person } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { frame } from '../texts/frame.ts';
import type { Language } from '../texts/languages.ts';
import { card, type SignedIn } from './layout.ts';

/** Every error that a browser can see here: its status, and the way on. The codes are stable, and name sentences in the texts. */
export const errors = {
  session_ended: { status: 401, way: 'sign_in' },
  sign_in_cancelled: { status: 403, way: 'sign_in' },
  sign_in_refused: { status: 403, way: 'sign_in' },
  sign_in_unknown: { status: 400, way: 'sign_in' },
  sign_in_unavailable: { status: 503, way: 'again' },
  not_allowed: { status: 403, way: 'home' },
  not_found: { status: 404, way: 'home' },
  csrf_failed: { status: 403, way: 'home' },
  bad_request: { status: 400, way: 'home' },
  refused: { status: 422, way: 'home' },
  api_unavailable: { status: 503, way: 'again' },
  internal_error: { status: 500, way: 'home' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly way: 'home' | 'sign_in' | 'again' }>>;

/** A stable code of this application's errors. */
export type ErrorCode = keyof typeof errors;

/** The code to show for an error that came from below: its own if it has words here, else what its status says. */
export function errorCodeOf(code: string, status: number): ErrorCode {
  if (Object.hasOwn(errors, code)) return code as ErrorCode;
  const byStatus: Readonly<Record<number, ErrorCode>> = { 403: 'not_allowed', 404: 'not_found' };
  return byStatus[status] ?? (status < 500 ? 'bad_request' : 'internal_error');
}

/** What an error page shows beside its code's words. */
export interface ErrorPageOptions {
  readonly code: ErrorCode;
  readonly language: Language;
  readonly requestId: string;
  /** The address that failed, for the switch of languages. */
  readonly here: string;
  readonly signedIn?: SignedIn | undefined;
  /** Where "try again" and the sign-in lead back to: a path of this application. */
  readonly retryPath?: string | undefined;
  /** What the API said: a sentence. */
  readonly detail?: string | undefined;
  /** The scopes that would be enough. */
  readonly missing?: readonly string[] | undefined;
}

/** `<main id="error" data-error="the_stable_code">` */
export function errorPage(options: ErrorPageOptions): string {
  const { code, language, requestId, here, signedIn, retryPath = '/', detail, missing = [] } = options;
  const text = frame(language);
  const { title, text: words } = text.errors[code];
  const { status, way } = errors[code];
  const mark =
    status === 503 || code === 'session_ended'
      ? html`<span class="mark wait">${clock}</span>`
      : html`<span class="mark bad">${alert}</span>`;
  const main = html`<main id="error" class="centre" data-error="${code}"><div class="sheet card">
${mark}
<h1>${title}</h1>
<p>${words}</p>
${detail === undefined ? '' : html`<p class="detail" lang="en" dir="ltr">${detail}</p>`}
${missing.length === 0 ? '' : html`<p data-missing="${missing.join(' ')}">${fillPlain(text.problem.missing, { scopes: missing.join(', ') })}</p>`}
<div class="actions">${wayOn(text, way, retryPath)}</div>
<p class="reference">${text.reference} <code>${requestId}</code></p>
</div></main>`;
  return card({ language, title, here, signedIn }, main, 'error');
}

function wayOn(text: ReturnType<typeof frame>, way: 'home' | 'sign_in' | 'again', retryPath: string): SafeHtml {
  if (way === 'sign_in') return signInForm(text, retryPath);
  return way === 'again'
    ? html`<a class="button" id="retry" href="${retryPath}">${text.problem.again}</a>`
    : html`<a class="button" id="home" href="/">${text.problem.home}</a>`;
}

const signInForm = (text: ReturnType<typeof frame>, returnTo: string): SafeHtml =>
  html`<form method="get" action="/sign-in"><input type="hidden" name="return_to" value="${returnTo}"><button type="submit" id="sign-in">${text.signIn}</button></form>`;

/** The page for whoever is not signed in: button `#sign-in`. */
export function welcomePage(options: { readonly language: Language; readonly here: string }): string {
  const { language, here } = options;
  const text = frame(language);
  const { title, text: words } = text.welcome;
  const main = html`<main id="main" class="centre"><div class="sheet card">
<span class="mark">${gate}</span>
<h1>${title}</h1>
<p>${words}</p>
<div class="actions">${signInForm(text, here)}</div>
</div></main>`;
  return card({ language, title, here }, main);
}

/** After a step-up: what the user was about to do, kept, with the button `#resume`. @param fields hidden ones */
export function resumePage(options: {
  readonly language: Language;
  readonly here: string;
  readonly signedIn: SignedIn;
  readonly action: string;
  readonly fields: readonly SafeHtml[];
}): string {
  const { language, here, signedIn, action, fields } = options;
  const { resume } = frame(language);
  const main = html`<main id="main" class="centre"><div class="sheet card">
<span class="mark">${person}</span>
<h1>${resume.title}</h1>
<p>${resume.text}</p>
<form method="post" action="${action}">${signedIn.csrf}${fields}<div class="actions"><button type="submit" id="resume">${resume.button}</button></div></form>
</div></main>`;
  return card({ language, title: resume.title, here, signedIn }, main);
}
