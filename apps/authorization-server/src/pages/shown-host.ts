/** A host as users judge by it: the end says whose it is, whatever stands before. */
import { type ClientIdentity, clientName } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';

/** What fits into a line of a phone, in the largest letters. */
const shortest = 24;
/** The most that stands large of a long one, unless what says whose it is has more. */
const longestEnd = 32;
/** The most that is repeated of one that stands on the page already. */
const longestAgain = 48;

/** The labels of a host, those in one that say whose it is: the last two, or three where two may be a public suffix alone (co.uk). */
function partsOf(host: string): readonly string[] {
  const labels = host.split('.');
  const whose = (labels.at(-2)?.length ?? 0) <= 3 ? 3 : 2;
  return [...labels.slice(0, -whose), labels.slice(-whose).join('.')];
}

/** Where the end begins: as much as is short beside what says whose it is. */
function endOf(parts: readonly string[]): number {
  let start = parts.length - 1;
  while (start > 0 && parts.slice(start - 1).join('.').length <= longestEnd) start -= 1;
  return start;
}

/** Lines end before a dot: what begins one without is the whole beginning, or the rest of a label that is longer than a line. */
const broken = (parts: readonly string[]): SafeHtml[] =>
  parts.map((part, index) => (index === 0 ? html`${part}` : html`<wbr>.${part}`));

/** All of it, the end of a long one as `.end`. */
export function shownHost(host: string): SafeHtml {
  if (host.length <= shortest) return html`${host}`;
  const parts = partsOf(host);
  const start = endOf(parts);
  if (start === 0) return html`${broken(parts)}`;
  return html`<span class="front">${broken(parts.slice(0, start))}</span><span class="end">.${broken(parts.slice(start))}</span>`;
}

/** The same where all of it stands already: the end of one that is too long to be read twice. */
export function shownHostAgain(host: string): SafeHtml {
  if (host.length <= longestAgain) return html`${host}`;
  const parts = partsOf(host);
  const start = endOf(parts);
  return html`${start > 0 && '[…].'}${broken(parts.slice(start))}`;
}

/** The name of an application, in a sentence or a list: a host that is long as above, all else as everywhere. */
export function applicationName(client: ClientIdentity): SafeHtml {
  const { id, name, unregistered } = client;
  const isLongHost = unregistered && name.length > shortest && !name.includes(' ');
  return isLongHost
    ? html`<bdi class="name host" dir="ltr" data-client="${id}">${shownHost(name)}</bdi>`
    : clientName(client);
}
