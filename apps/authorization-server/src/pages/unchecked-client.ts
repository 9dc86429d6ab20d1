/** What the pages say of an application that no operator registered, and nobody has checked. */
import { alert, arrow, type ClientIdentity, clientName } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http';
import { type Catalog, fill } from '../texts/catalog.ts';

/** How it came, and where it lets the user be sent back to. */
export interface Unchecked {
  readonly kind: 'document' | 'dynamic';
  readonly redirect: {
    /** A site, an address on the user's own device, or a scheme of an app. */
    readonly kind: 'site' | 'loopback' | 'app';
    readonly shown: string;
  };
}

/** What it calls itself, as its own words: in quotation marks, after who says so. Nothing when it gives itself no name. */
export const callsItself = ({ unchecked }: Catalog, { id, unregistered }: ClientIdentity): SafeHtml | string =>
  unregistered === undefined || unregistered.callsItself === ''
    ? ''
    : fill(unchecked.callsItself, { client: clientName({ id, name: unregistered.callsItself }) });

/** Under the host of such an application in a list, as `[data-unregistered]`; nothing under that of any other. */
export const uncheckedLine = (text: Catalog, client: ClientIdentity): SafeHtml | string =>
  client.unregistered === undefined
    ? ''
    : html`<span data-unregistered>${callsItself(text, client)} ${text.unchecked.notice}</span><br>`;

/** The heading, with the host large as `[data-client-host]`. */
export const uncheckedHeading = ({ consent, unchecked }: Catalog, kind: Unchecked['kind'], host: string): SafeHtml =>
  html`<h1 class="asker">${fill(kind === 'document' ? consent.heading : unchecked.heading, {
    client: html`<bdi class="host" dir="ltr" data-client-host="${host}">${host}</bdi>`,
  })}</h1>`;

/** That nobody has checked it, and what to look at, as `[data-unchecked]`. */
export const uncheckedNotice = ({ unchecked }: Catalog, kind: Unchecked['kind'], host: string): SafeHtml =>
  html`<div class="caution" data-unchecked="${kind}">${alert}<p><strong>${unchecked.notice}</strong> ${
    kind === 'document' ? fill(unchecked.ofDocument, { host: html`<bdi dir="ltr">${host}</bdi>` }) : unchecked.ofDynamic
  }</p></div>`;

/** Where the user is sent back to, as `[data-redirect-host]`; who else may receive the access there, as `[data-loopback]` or `[data-app]`. */
export const wayBack = (
  { unchecked }: Catalog,
  { kind, shown }: Unchecked['redirect'],
): SafeHtml => html`<p class="fact">${arrow}<span>${fill(unchecked.returnTo, {
  host: html`<bdi class="host" dir="ltr" data-redirect-host="${shown}">${shown}</bdi>`,
})}</span></p>
${kind === 'loopback' ? html`<div class="caution" data-loopback>${alert}<p>${unchecked.loopback}</p></div>` : ''}
${kind === 'app' ? html`<div class="caution" data-app>${alert}<p>${unchecked.app}</p></div>` : ''}`;
