import { html, type SafeHtml } from '@gatehouse/http';

/** The small drawings of the pages, all decorative: what they say stands beside them in words. */
const icon = (shape: SafeHtml): SafeHtml =>
  html`<svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">${shape}</svg>`;

/** A sheet of paper with lines: this application. */
export const sheet: SafeHtml = icon(
  html`<path d="M5 2h14v19.2l-2.3-1.5-2.4 1.5-2.3-1.5-2.3 1.5-2.4-1.5L5 21.2zm3.2 4.9v1.8h7.6V6.9zm0 3.9v1.8h7.6v-1.8zm0 3.9v1.8h4.6v-1.8z"/>`,
);
/** Something went wrong. */
export const alert: SafeHtml = icon(
  html`<path d="M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19zm1.1 14.4h-2.2v-2.2h2.2zm0-4h-2.2V7.1h2.2z"/>`,
);
/** Wait a little. */
export const clock: SafeHtml = icon(
  html`<path d="M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19zm0 17.2a7.7 7.7 0 1 1 0-15.4 7.7 7.7 0 0 1 0 15.4zm.9-8.1V6.8h-1.8v5.6l4.2 2.5.9-1.5z"/>`,
);
/** Done. */
export const tick: SafeHtml = icon(html`<path d="m9.6 17.6-5.2-5.2 1.6-1.6 3.6 3.6 8.4-8.4 1.6 1.6z"/>`);
/** Checked twice. */
export const shield: SafeHtml = icon(
  html`<path d="M12 2 4 5v6.2c0 4.9 3.4 9.3 8 10.8 4.6-1.5 8-5.9 8-10.8V5zm-1.2 13.6-3.5-3.5 1.4-1.4 2.1 2.1 4.5-4.5 1.4 1.4z"/>`,
);
/** Back. */
export const back: SafeHtml = icon(html`<path d="m10.8 18.6-6.6-6.6 6.6-6.6 1.3 1.3-4.4 4.4h12.1v1.8H7.7l4.4 4.4z"/>`);
