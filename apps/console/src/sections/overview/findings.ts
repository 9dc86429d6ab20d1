/** What doctor finds: what does not work first, each with what to do. */
import type { components } from '@gatehouse/admin-client';
import { tick } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { badge, part } from '../../pages/facts.ts';
import { when } from '../../pages/when.ts';
import { overview as texts } from '../../texts/overview.ts';
import type { Visit } from '../../visit.ts';
import { adviceIn } from '../connections/advice.ts';

type Doctor = components['schemas']['DoctorFindings'];
type Finding = Doctor['findings'][number];

const worstFirst = ['fault', 'warning'] as const;
const colours = { fault: 'bad', warning: 'caution' } as const;

export function findingsPart(visit: Visit, { findings, examined_at: at }: Doctor): SafeHtml {
  const words = texts(visit.language);
  const wrong = worstFirst.flatMap((result) =>
    findings.filter((one) => one.result === result).map((one) => shown(visit, one, result)),
  );
  const list =
    wrong.length === 0 ? html`<p class="well">${tick} ${words.well}</p>` : html`<ul class="findings">${wrong}</ul>`;
  return part(words.findings, html`${list}<p class="soft below">${words.looked} ${when(visit, at)}.</p>`, {
    id: 'findings',
  });
}

/** The server says it in English; what it is about is said in the reader's language, where this console knows it. */
function shown(visit: Visit, { code, check, advice }: Finding, result: (typeof worstFirst)[number]): SafeHtml {
  const words = texts(visit.language);
  const topics: Readonly<Record<string, string>> = words.topics;
  const topic = topics[code];
  const said = advice === '' ? check : html`${check}<br><span class="soft">${adviceIn(visit, advice)}</span>`;
  const english = visit.language === 'en' ? '' : html` lang="en"`;
  return html`<li data-finding="${code}">${badge(colours[result], words.results[result])}<div>${topic === undefined ? '' : html`<b>${topic}</b><br>`}<span dir="auto"${english}>${said}</span></div></li>`;
}
