import { alert, type Theme, titleOf } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http';
import type { Catalog } from '../texts/catalog.ts';
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
  /** The link that leads on; no error page is without one. */
  readonly home: WayOn;
  readonly text: Catalog;
  readonly theme: Theme;
}

/** Every error that a browser sees: `<main id="error" data-error="the_stable_code">`. */
export function errorPage(options: ErrorPageOptions): string {
  const { code, title, message, hint, description, requestId, home, text, theme } = options;
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
<div><dt>${text.errorPage.requestId}</dt><dd><bdi>${requestId}</bdi></dd></div>
</dl>
</section>
</main>`;
  return page({
    title: titleOf(text, title, undefined, { theme }),
    language: text.language,
    direction: text.direction,
    body,
    theme,
  });
}

function ways(text: Catalog, hint: string): SafeHtml {
  const lines = hint.split('\n').filter((line) => line !== '');
  if (lines.length === 0) return html``;
  const list =
    lines.length === 1 ? html`<p>${lines}</p>` : html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
  return html`<section class="ways"><h2>${text.errorPage.whatToDo}</h2>${list}</section>`;
}
