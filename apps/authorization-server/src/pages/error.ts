import { alert, type Theme, titleOf } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import type { Catalog } from '../texts/catalog.ts';
import { controls, copyButton } from './controls.ts';
import { page } from './page.ts';

/** Where an error page leads. */
export interface WayOn {
  readonly href: string;
  readonly label: string;
}

/** What an error page shows. `title`, `message` and `hint` usually come from `errorText(text, code)`. */
export interface ErrorPageOptions {
  /** Stable code for machines and support. */
  readonly code: string;
  readonly title: string;
  /** What happened. */
  readonly message: string;
  /** How to go on; several ways stand on lines of their own. */
  readonly hint: string;
  /** The protocol's own error_description, for the developers of the application. */
  readonly description?: string | undefined;
  readonly requestId: string;
  /** In development: the value that is not registered, what is, and what to add. */
  readonly values?:
    | {
        readonly name: string;
        readonly received: string | undefined;
        readonly registered: readonly string[];
        readonly add: string;
      }
    | undefined;
  /** The link that leads on; no error page is without one. */
  readonly home: WayOn;
  readonly text: Catalog;
  readonly theme: Theme;
}

/** Every error that a browser sees: `<main id="error" data-error="the_stable_code">`. */
export function errorPage(options: ErrorPageOptions): string {
  const { code, title, message, hint, description, requestId, values, home, text, theme } = options;
  const body = html`<main id="error" data-error="${code}">
<div class="intro">
<span class="mark bad">${alert}</span>
<h1>${title}</h1>
<p>${message}</p>
</div>
${ways(text, hint)}
<p class="actions"><a class="button" id="home" href="${home.href}">${home.label}</a></p>
<section class="details">
<h2>${text.errorPage.details}</h2>
<dl>
<div><dt>${text.errorPage.code}</dt><dd><bdi>${code}</bdi></dd></div>
${description === undefined ? '' : html`<div><dt>${text.errorPage.description}</dt><dd><bdi>${description}</bdi></dd></div>`}
<div><dt>${text.errorPage.requestId}</dt><dd><bdi data-request-id="${requestId}">${shortened(requestId)}</bdi> ${copyButton(text, requestId)}</dd></div>
${values === undefined ? '' : comparison(text, values)}
</dl>
</section>
</main>
${controls}`;
  return page({
    title: titleOf(text, title, undefined, { theme }),
    language: text.language,
    direction: text.direction,
    body,
    theme,
  });
}

/** Of a UUID the last group: few characters, by which a log is searched as well as by all. */
export const shortened = (requestId: string): string =>
  /^[\da-f]{8}(?:-[\da-f]{4}){3}-([\da-f]{12})$/u.exec(requestId)?.[1] ?? requestId;

function comparison(
  { errorPage: { received, registered, nothing, add } }: Catalog,
  values: NonNullable<ErrorPageOptions['values']>,
): SafeHtml {
  const known = values.registered.length === 0 ? [nothing] : values.registered;
  return html`<div><dt>${received}</dt><dd><bdi dir="ltr">${values.name}=${values.received ?? ''}</bdi></dd></div>
<div><dt>${registered}</dt><dd>${known.map((value) => html`<bdi dir="ltr">${value}</bdi> `)}</dd></div>
<div><dt>${add}</dt><dd><pre dir="ltr">${values.add}</pre></dd></div>`;
}

function ways(text: Catalog, hint: string): SafeHtml {
  const lines = hint.split('\n').filter((line) => line !== '');
  if (lines.length === 0) return html``;
  const list =
    lines.length === 1 ? html`<p>${lines}</p>` : html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
  return html`<section class="ways"><h2>${text.errorPage.whatToDo}</h2>${list}</section>`;
}
