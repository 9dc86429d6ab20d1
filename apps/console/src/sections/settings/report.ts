/** GET /settings/report: what holds of a profile for the server, each API and each client, what does not, and what to do. */
import { answerOf, type components } from '@gatehouse/admin-client';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { badge, code, part } from '../../pages/facts.ts';
import { plainTable } from '../../pages/plain-table.ts';
import { paging } from '../../pages/table.ts';
import { policies } from '../../texts/policies.ts';
import { profileReport as texts } from '../../texts/profile-report.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { pathOf, settingsTabs } from './settings-tabs.ts';

type Subject = components['schemas']['ProfileSubject'];
type Finding = components['schemas']['ProfileFinding'];

const profiles = ['mcp-2026-07-28', 'oauth21'] as const;
type Profile = (typeof profiles)[number];

/** On a page: each has some dozens of rules. */
const subjects = 10;

const chosen = ({ query }: Visit): Profile => profiles.find((one) => one === query.get('profile')) ?? profiles[0];

export const reportPage: ConsolePage = {
  path: pathOf('report'),
  scope: 'settings:read',
  async show(visit) {
    const words = texts(visit.language);
    const profile = chosen(visit);
    const cursor = visit.query.get('cursor') ?? '';
    const query = { limit: subjects, ...(cursor !== '' && { cursor }) };
    const { items, next, specification } = answerOf(
      await visit.api.GET('/reports/{profile}', { params: { path: { profile }, query } }),
    );
    const body = html`${settingsTabs(visit, 'report')}${profileChoice(visit, profile)}
<p class="soft intro">${words.intro}</p><p class="soft intro" lang="en" dir="ltr">${specification}</p>
${items.map((subject) => subjectPart(visit, subject))}${paging(visit, next)}`;
    return { title: policies(visit.language).report, body };
  },
};

function profileChoice({ path, language }: Visit, current: Profile): SafeHtml {
  const links = profiles.map((one) => {
    const mark = one === current ? html` aria-current="page"` : '';
    return html`<li><a href="${path}?profile=${one}"${mark}>${one}</a></li>`;
  });
  return html`<nav class="tabs" aria-label="${texts(language).profile}"><ul>${links}</ul></nav>`;
}

/** What fails is open, MUST first; all else can be opened. */
function subjectPart(visit: Visit, { kind, id, findings }: Subject): SafeHtml {
  const words = texts(visit.language);
  const failed = findings.filter(({ result }) => result === 'fails');
  const must = failed.filter(({ level }) => level === 'MUST');
  const ordered = [...must, ...failed.filter(({ level }) => level !== 'MUST')];
  const others = findings.filter(({ result }) => result !== 'fails');
  const state = must.length > 0 ? badge('bad', words.fails) : badge('good', words.noMust);
  const open = ordered.length > 0 ? findingsTable(visit, id, ordered) : '';
  const rest =
    others.length > 0
      ? html`<details><summary>${words.others}: ${others.length}</summary><ul>${others.map(
          ({ level, rule, result, section }) =>
            html`<li><span dir="ltr">${level} <code>${rule}</code></span> ${words.results[result]} <small lang="en" dir="ltr">${section}</small></li>`,
        )}</ul></details>`
      : '';
  return part(`${words.kinds[kind]}: ${id}`, html`${open}${rest}`, { actions: state });
}

const inEnglish = (text: string): SafeHtml => html`<span lang="en" dir="ltr">${text}</span>`;

function findingsTable({ language }: Visit, id: string, findings: readonly Finding[]): SafeHtml {
  const words = texts(language);
  return plainTable(
    `${words.fails}: ${id}`,
    [
      { label: words.rule, cell: ({ level, rule }: Finding) => html`${level} ${code(rule)}` },
      {
        label: words.required,
        cell: ({ requirement, section }) => inEnglish(`${requirement} (${section})`),
      },
      { label: words.value, cell: ({ value }) => inEnglish(value) },
      { label: words.advice, cell: ({ advice }) => inEnglish(advice) },
    ],
    findings,
  );
}
