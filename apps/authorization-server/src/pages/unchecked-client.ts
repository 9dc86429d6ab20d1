/** What the pages say of an application that no operator registered, and nobody has checked. */
import { alert, arrow, type ClientIdentity, clientName } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { type Catalog, fill } from '../texts/catalog.ts';
import { shownHost, shownHostAgain } from './shown-host.ts';

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

/** Under the name of such an application in a list, as `[data-unregistered]`; nothing under that of any other. */
export function uncheckedLine(text: Catalog, client: ClientIdentity): SafeHtml | string {
  if (!client.unregistered) return '';
  const claimed = client.unregistered.onDevice ? '' : html`${callsItself(text, client)} `;
  return html`<span data-unregistered>${claimed}${text.unchecked.notice}</span><br>`;
}

/** The heading; the host that is true of the application, if there is one, large as `[data-client-host]`. */
export function uncheckedHeading(
  { consent, unchecked }: Catalog,
  { kind, redirect }: Unchecked,
  host: string,
): SafeHtml {
  const onDevice = redirect.kind !== 'site';
  if (kind === 'dynamic' && onDevice) return html`<h1 class="asker">${unchecked.headingOnDevice}</h1>`;
  const ofDocument = onDevice ? unchecked.headingOfDocumentOnDevice : consent.heading;
  return html`<h1 class="asker">${fill(kind === 'document' ? ofDocument : unchecked.heading, {
    client: html`<bdi class="host" dir="ltr" data-client-host="${host}">${shownHost(host)}</bdi>`,
  })}</h1>`;
}

/** That nobody has checked it, who else may be behind it, and what to look at, as `[data-unchecked]`. */
export function uncheckedNotice({ unchecked }: Catalog, { kind, redirect }: Unchecked, host: string): SafeHtml {
  const onDevice = redirect.kind !== 'site';
  const ofDocument = onDevice ? unchecked.documentOnDevice : unchecked.ofDocument;
  const ofDynamic = onDevice ? unchecked.dynamicOnDevice : unchecked.ofDynamic;
  return html`<div class="caution" data-unchecked="${kind}">${alert}<p><strong>${unchecked.notice}</strong> ${
    kind === 'document' ? fill(ofDocument, { host: html`<bdi dir="ltr">${shownHostAgain(host)}</bdi>` }) : ofDynamic
  }</p></div>`;
}

/** Where the user is sent back to, as `[data-redirect-host]`, and what that is, as `[data-redirect]`. */
export function wayBack({ unchecked }: Catalog, { kind, shown }: Unchecked['redirect']): SafeHtml {
  const onDevice = kind !== 'site';
  const host = html`<bdi${onDevice ? '' : html` class="host"`} dir="ltr" data-redirect-host="${shown}">${shownHost(shown)}</bdi>`;
  return html`<p class="fact" data-redirect="${kind}">${arrow}<span>${fill(onDevice ? unchecked.returnToDevice : unchecked.returnTo, { host })}</span></p>`;
}
