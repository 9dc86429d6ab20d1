import { html, type SafeHtml } from '@gatehouse/http/html';

/** The small drawings of the pages, all decorative: what they say stands beside them in words. */
const icon = (name: string, shape: SafeHtml): SafeHtml =>
  html`<svg class="icon icon-${name}" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">${shape}</svg>`;

/** The gate: two towers, an arch, and the way through. */
export const gate: SafeHtml = icon(
  'gate',
  html`<path d="M3 21V4h3v2.5h2V4h3v2.5h2V4h3v2.5h2V4h3v17h-5.5v-5a3.5 3.5 0 0 0-7 0v5z"/>`,
);
/** Something needs attention. */
export const alert: SafeHtml = icon(
  'alert',
  html`<path d="M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19zm1.1 14.4h-2.2v-2.2h2.2zm0-4h-2.2V7.1h2.2z"/>`,
);
/** Allowed, done. */
export const tick: SafeHtml = icon('tick', html`<path d="m9.6 17.6-5.2-5.2 1.6-1.6 3.6 3.6 8.4-8.4 1.6 1.6z"/>`);
/** How long. */
export const clock: SafeHtml = icon(
  'clock',
  html`<path d="M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19zm0 17.2a7.7 7.7 0 1 1 0-15.4 7.7 7.7 0 0 1 0 15.4zm.9-8.1V6.8h-1.8v5.6l4.2 2.5.9-1.5z"/>`,
);
/** Where to. */
export const arrow: SafeHtml = icon(
  'arrow',
  html`<path d="m13.2 5.4 6.6 6.6-6.6 6.6-1.3-1.3 4.4-4.4H4.2v-1.8h12.1l-4.4-4.4z"/>`,
);
/** Languages. */
export const globe: SafeHtml = icon(
  'globe',
  html`<path d="M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19zm6.4 5.6h-2.7a14 14 0 0 0-1.3-3.2 7.7 7.7 0 0 1 4 3.2zM12 4.4c.7 1 1.3 2.2 1.7 3.7h-3.4c.4-1.5 1-2.7 1.7-3.7zM4.5 13.8a7.7 7.7 0 0 1 0-3.7h3.1a15 15 0 0 0 0 3.7zm1.1 2h2.7c.3 1.2.8 2.2 1.3 3.1a7.7 7.7 0 0 1-4-3.2zm2.7-7.7H5.6a7.7 7.7 0 0 1 4-3.2c-.5 1-1 2-1.3 3.2zM12 19.6c-.7-1-1.3-2.2-1.7-3.7h3.4c-.4 1.5-1 2.7-1.7 3.7zm2.2-5.6H9.8a13 13 0 0 1 0-4h4.4a13 13 0 0 1 0 4zm.2 5.1c.6-1 1-2 1.3-3.2h2.7a7.7 7.7 0 0 1-4 3.2zm2-5.1a15 15 0 0 0 0-3.8h3.1a7.7 7.7 0 0 1 0 3.8z"/>`,
);
/** One more of them. */
export const plus: SafeHtml = icon('plus', html`<path d="M11.1 5h1.8v6.1H19v1.8h-6.1V19h-1.8v-6.1H5v-1.8h6.1z"/>`);
/** A passkey. */
export const key: SafeHtml = icon(
  'key',
  html`<path d="M7.5 6.5a5.5 5.5 0 1 0 5.2 7.3h2.8v2.7h3.2v-2.7H21v-3.6h-8.3a5.5 5.5 0 0 0-5.2-3.7zm0 7.4a1.9 1.9 0 1 1 0-3.8 1.9 1.9 0 0 1 0 3.8z"/>`,
);
/** A sheet of paper with lines. */
export const sheet: SafeHtml = icon(
  'sheet',
  html`<path d="M5 2h14v19.2l-2.3-1.5-2.4 1.5-2.3-1.5-2.3 1.5-2.4-1.5L5 21.2zm3.2 4.9v1.8h7.6V6.9zm0 3.9v1.8h7.6v-1.8zm0 3.9v1.8h4.6v-1.8z"/>`,
);
/** Checked twice. */
export const shield: SafeHtml = icon(
  'shield',
  html`<path d="M12 2 4 5v6.2c0 4.9 3.4 9.3 8 10.8 4.6-1.5 8-5.9 8-10.8V5zm-1.2 13.6-3.5-3.5 1.4-1.4 2.1 2.1 4.5-4.5 1.4 1.4z"/>`,
);
/** It leads on. */
export const chevron: SafeHtml = icon('chevron', html`<path d="m9.4 5.4 6.6 6.6-6.6 6.6-1.3-1.3 5.3-5.3-5.3-5.3z"/>`);
/** Back. */
export const back: SafeHtml = icon(
  'back',
  html`<path d="m10.8 18.6-6.6-6.6 6.6-6.6 1.3 1.3-4.4 4.4h12.1v1.8H7.7l4.4 4.4z"/>`,
);
/** What is hidden becomes visible. */
export const eye: SafeHtml = icon(
  'eye',
  html`<path d="M12 5c-5 0-9 4.4-10.4 7 1.4 2.6 5.4 7 10.4 7s9-4.4 10.4-7C21 9.4 17 5 12 5zm0 12.2c-3.7 0-6.8-3-8.3-5.2C5.2 9.8 8.3 6.8 12 6.8s6.8 3 8.3 5.2c-1.5 2.2-4.6 5.2-8.3 5.2zm0-8.4a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4z"/><path class="slash" d="m3.3 4.6 1.3-1.3 16.1 16.1-1.3 1.3z"/>`,
);
/** A phone with an app on it. */
export const phone: SafeHtml = icon(
  'phone',
  html`<path d="M8 2h8a2 2 0 0 1 2 2v16a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2V4c0-1.1.9-2 2-2zm0 2v13h8V4zm4 14.3a1 1 0 1 0 0 2 1 1 0 0 0 0-2z"/>`,
);
/** A letter. */
export const letter: SafeHtml = icon(
  'letter',
  html`<path d="M3 5h18v14H3zm2 3.2V17h14V8.2l-7 4.9zM5.7 7 12 11.1 18.3 7z"/>`,
);
/** Somebody. */
export const person: SafeHtml = icon(
  'person',
  html`<path d="M12 3.5a4.3 4.3 0 1 0 0 8.6 4.3 4.3 0 0 0 0-8.6zM4 20.5c0-4 3.6-6.5 8-6.5s8 2.5 8 6.5z"/>`,
);
