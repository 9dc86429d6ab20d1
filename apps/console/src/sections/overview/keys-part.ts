/** The keys that sign, and how long they still do. */
import { html, type SafeHtml } from '@gatehouse/http/html';
import { facts, part } from '../../pages/facts.ts';
import { keys as keyTexts } from '../../texts/keys.ts';
import { overview as texts } from '../../texts/overview.ts';
import type { Visit } from '../../visit.ts';
import { bar, courseInWords, courseOf, scaleOf } from '../keys/course.ts';
import type { Overview } from './answered.ts';

export function keysPart(visit: Visit, { items, plans }: NonNullable<Overview['keys']>): SafeHtml {
  const words = keyTexts(visit.language);
  const rows = plans.flatMap((plan) => {
    const keys = items.filter(({ purpose }) => purpose === plan.purpose);
    return keys
      .filter(({ state }) => state === 'current')
      .map((key) => {
        const course = courseOf(key, keys, plan);
        const scale = scaleOf([course], visit.nowSeconds);
        const label = keys.filter(({ state }) => state === 'current').length > 1 ? ` (${key.algorithm})` : '';
        return [
          `${words.purposes[plan.purpose]}${label}`,
          html`<div class="course-cell">${bar(course, scale)}<p>${courseInWords(visit, key, course)}</p></div>`,
        ] as const;
      });
  });
  const body = rows.length === 0 ? html`<p class="soft">${words.none}</p>` : facts(rows);
  return part(visit.text.sections.keys, body, {
    id: 'keys',
    actions: html`<a class="button quiet" href="/keys">${texts(visit.language).toKeys}</a>`,
  });
}
