import { ago } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { type Catalog, fill } from '../../texts/catalog.ts';
import { type AccountFrame, accountPage } from './frame.ts';

/** The events that have words. */
export type EventCode = keyof Catalog['events'];

/** Something that happened. */
export interface EventLine {
  readonly event: EventCode;
  readonly failed: boolean;
  readonly atSeconds: number;
  readonly device: string | undefined;
  readonly address?: string | undefined;
  /** What it was done to, as the user calls it. */
  readonly name?: string | undefined;
  /** It was about the authenticator app. */
  readonly ofApp?: boolean | undefined;
  /** The application that it was about. */
  readonly clientName?: string | undefined;
}

/** The sentence for it, with the name of what it was done to where that is known. */
function wordsOf({ events, account: { activity } }: Catalog, { event, name, ofApp }: EventLine): SafeHtml | string {
  const named: Partial<Record<EventCode, string>> = activity.named;
  const app: Partial<Record<EventCode, string>> = activity.app;
  if (ofApp) return app[event] ?? events[event];
  const sentence = name === undefined ? undefined : named[event];
  return sentence === undefined || name === undefined ? events[event] : fill(sentence, { name });
}

/** The sentence for what failed, where there is one of its own. */
const failureOf = ({ account: { activity } }: Catalog, { event, failed }: EventLine): string | undefined =>
  failed ? (activity.failures as Partial<Record<EventCode, string>>)[event] : undefined;

/** What happened lately: each as `li[data-event]`, newest first. */
export function activityPage(
  options: AccountFrame & { readonly events: readonly EventLine[]; readonly nowSeconds: number },
): string {
  const { text, events, nowSeconds } = options;
  const { activity } = text.account;
  const line = (one: EventLine): SafeHtml => {
    const { event, failed, atSeconds, device, address, clientName } = one;
    const details = [
      ago(text, atSeconds, nowSeconds),
      ...(clientName === undefined ? [] : [html`<bdi>${clientName}</bdi>`]),
      ...[device, address].filter((part) => part !== undefined).map((part) => html`<bdi>${part}</bdi>`),
    ];
    const words = details.flatMap((part, index) => (index === 0 ? [part] : [' · ', part]));
    const failure = failureOf(text, one);
    return html`<li class="row" data-event="${event}"><div><h2>${failure ?? wordsOf(text, one)}${failed && failure === undefined ? html` <span class="tag bad">${activity.failed}</span>` : ''}</h2><div class="soft">${words}</div></div></li>`;
  };
  const content = html`<p class="soft">${events.length === 0 ? activity.empty : activity.explain}</p>
${events.length === 0 ? '' : html`<ul class="rows">${events.map(line)}</ul>`}`;
  return accountPage(options, { section: 'activity', heading: activity.heading, content });
}
