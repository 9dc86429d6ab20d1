/** A host as users judge by it: the end says whose it is, whatever stands before. */
import { type ClientIdentity, clientName } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http';

/** What fits into a line of a phone, in the largest letters. */
const shortest = 24;
/** The most that stands large of a long one, unless fewer labels would be left than say whose it is. */
const longestEnd = 32;
/** The most that is repeated of one that stands on the page already. */
const longestAgain = 48;

/** Where the end begins: the last two labels at least, three where they may be a public suffix alone (co.uk). */
function endOf(labels: readonly string[]): number {
  const least = (labels.at(-2)?.length ?? 0) <= 3 ? 3 : 2;
  let start = Math.max(0, labels.length - least);
  while (start > 0 && labels.slice(start - 1).join('.').length <= longestEnd) start -= 1;
  return start;
}

/** Lines end before a dot: what begins one without is the whole beginning, or the rest of a label that is longer than a line. */
const broken = (labels: readonly string[]): SafeHtml[] =>
  labels.map((label, index) => (index === 0 ? html`${label}` : html`<wbr>.${label}`));

/** All of it, the end of a long one as `.end`. */
export function shownHost(host: string): SafeHtml {
  if (host.length <= shortest) return html`${host}`;
  const labels = host.split('.');
  const start = endOf(labels);
  if (start === 0) return html`${broken(labels)}`;
  return html`<span class="front">${broken(labels.slice(0, start))}</span><span class="end">.${broken(labels.slice(start))}</span>`;
}

/** The same where all of it stands already: the end of one that is too long to be read twice. */
export function shownHostAgain(host: string): SafeHtml {
  if (host.length <= longestAgain) return html`${host}`;
  const labels = host.split('.');
  return html`[…].${broken(labels.slice(endOf(labels)))}`;
}

/** The name of an application, in a sentence or a list: a host that is long as above, all else as everywhere. */
export function applicationName(client: ClientIdentity): SafeHtml {
  const { id, name, unregistered } = client;
  const isLongHost = unregistered && name.length > shortest && !name.includes(' ');
  return isLongHost
    ? html`<bdi class="name host" dir="ltr" data-client="${id}">${shownHost(name)}</bdi>`
    : clientName(client);
}
