/** Sign-ins, tokens, refusals and errors over time, each as a chart that is also a table. */
import { number } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { chart } from '../../pages/chart.ts';
import { overview as texts } from '../../texts/overview.ts';
import type { Visit } from '../../visit.ts';
import type { Overview } from './answered.ts';

type Name = Overview['series'][number]['name'];

/** What each chart shows. */
const shown = [
  { id: 'sign-ins', title: 'signIns', names: ['sign_in.completed'] },
  { id: 'tokens', title: 'tokens', names: ['token.issued'] },
  { id: 'refusals', title: 'refusals', names: ['sign_in.refused', 'token.refused'] },
  { id: 'errors', title: 'errors', names: ['answer.failed'] },
] as const satisfies readonly { id: string; title: string; names: readonly Name[] }[];

export function charts(visit: Visit, overview: Overview): SafeHtml {
  const { language, text } = visit;
  const words = texts(language);
  if (overview.series.every(({ total }) => total === 0)) {
    return html`<section class="sheet part" id="charts"><p class="soft">${words.quiet}</p></section>
<p class="soft below-charts">${words.about}</p>`;
  }
  const begins = Date.parse(overview.since) / 1000;
  const seriesOf = (name: Name) => overview.series.find((one) => one.name === name) ?? { total: 0, values: [] };
  const steps = overview.series[0]?.values.length ?? 0;
  const times = Array.from({ length: steps }, (_, at) => begins + at * overview.step_seconds);
  return html`<div class="columns" id="charts">${shown.map(({ id, title, names }) => {
    const series = names.map((name) => ({ label: words.names[name], values: seriesOf(name).values }));
    const total = names.reduce((sum, name) => sum + seriesOf(name).total, 0);
    const heading = `${words[title]} · ${number({ language }, total)}`;
    return html`<section class="sheet part">${chart(text, language, { id, title: heading, kind: names.length > 1 ? 'line' : 'bar', times, series })}</section>`;
  })}</div>
<p class="soft below-charts">${words.about}</p>`;
}
