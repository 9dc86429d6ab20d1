/** Mails and notices that wait. */
import { number } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { badge, facts, part } from '../../pages/facts.ts';
import { when } from '../../pages/when.ts';
import { overview as texts } from '../../texts/overview.ts';
import type { Visit } from '../../visit.ts';
import type { Overview } from './answered.ts';

export function outboxPart(visit: Visit, outbox: NonNullable<Overview['outbox']>): SafeHtml {
  const words = texts(visit.language);
  const figure = (value: number) => number(visit, value);
  const { waiting, tried, oldest_at: oldest } = outbox;
  const body =
    waiting === 0
      ? html`<p class="soft">${words.nothingWaits}</p>`
      : html`${facts([
          [words.waiting, figure(waiting)],
          [words.oldest, when(visit, oldest)],
          [words.tried, tried === 0 ? figure(0) : badge('caution', figure(tried))],
        ])}${tried === 0 ? '' : html`<p class="soft below">${words.triedAdvice}</p>`}`;
  return part(visit.text.sections.outbox, body, {
    id: 'outbox',
    actions: html`<a class="button quiet" href="/outbox">${words.toOutbox}</a>`,
  });
}
