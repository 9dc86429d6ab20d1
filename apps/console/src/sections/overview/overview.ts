/** GET /: what is wrong and what to do, what goes on over time, what waits, and how long keys sign. */
import { answerOf } from '@gatehouse/admin-client';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { overview as texts } from '../../texts/overview.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { charts } from './charts.ts';
import { findingsPart } from './findings.ts';
import { firstSteps } from './first-steps.ts';
import { keysPart } from './keys-part.ts';
import { outboxPart } from './outbox-part.ts';

const spans = ['day', 'week', 'month'] as const;

export const overviewPage: ConsolePage = {
  path: '/',
  scope: 'audit:read',
  async show(visit) {
    const span = spans.find((one) => one === visit.query.get('span')) ?? 'day';
    const [overview, doctor] = await Promise.all([
      visit.api.GET('/overview', { params: { query: { span } } }).then((answer) => answerOf(answer)),
      visit.may('settings:read') ? visit.api.GET('/doctor').then((answer) => answerOf(answer)) : undefined,
    ]);
    const body = html`${firstSteps(visit, overview)}${doctor && findingsPart(visit, doctor)}
${spanSwitch(visit, span)}
${charts(visit, overview)}
<div class="columns">${overview.keys && keysPart(visit, overview.keys)}${overview.outbox && outboxPart(visit, overview.outbox)}</div>`;
    return { title: visit.text.sections.overview, body };
  },
};

/** Links, so that a view can be kept and sent. */
function spanSwitch({ language }: Visit, chosen: (typeof spans)[number]): SafeHtml {
  const words = texts(language);
  const links = spans.map(
    (span) =>
      html`<li><a href="${span === 'day' ? '/' : `/?span=${span}`}"${span === chosen ? html` aria-current="true"` : ''}>${words.spans[span]}</a></li>`,
  );
  return html`<nav class="spans" aria-label="${words.span}"><ul>${links}</ul></nav>`;
}
