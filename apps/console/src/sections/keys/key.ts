/** GET /keys/:kid, POST /keys/:kid/retirement, POST /keys/:kid/revocation: one key, and how it is taken out of use. */
import { answerOf, seenOf } from '@gatehouse/admin-client';
import { alert } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { change, type WriteHeaders } from '../../change.ts';
import { code, facts, part } from '../../pages/facts.ts';
import { postForm } from '../../pages/form-controls.ts';
import { when } from '../../pages/when.ts';
import { keys as texts } from '../../texts/keys.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { bar, courseInWords, courseOf, type Key, legend, type Plan, scaleOf } from './course.ts';
import { stateBadge } from './state.ts';

const addressOf = (kid: string): string => `/keys/${encodeURIComponent(kid)}`;
const kidOf = ({ params }: Visit): string => params['kid'] ?? '';

export const keyPage: ConsolePage = {
  path: '/keys/:kid',
  scope: 'keys:read',
  async show(visit) {
    const kid = kidOf(visit);
    const [{ seen, etag }, { items, plans }] = await Promise.all([
      visit.api.GET('/keys/{kid}', { params: { path: { kid } } }).then(seenOf),
      visit.api.GET('/keys').then(answerOf),
    ]);
    const key = items.find((one) => one.kid === kid) ?? seen;
    const plan = plans.find(({ purpose }) => purpose === key.purpose) as Plan;
    const body = html`${known(visit, key, items, plan)}${visit.may('keys:rotate') ? ends(visit, key, etag) : ''}`;
    return { title: kid, body };
  },
};

function known(visit: Visit, key: Key, items: readonly Key[], plan: Plan): SafeHtml {
  const words = texts(visit.language);
  const keys = items.filter(({ purpose }) => purpose === key.purpose);
  const course = courseOf(key, keys, plan);
  const history = `/audit?target_type=key&target_id=${encodeURIComponent(key.kid)}`;
  return part(
    words.key,
    html`<div class="course-cell">${bar(course, scaleOf([course], visit.nowSeconds))}<p>${courseInWords(visit, key, course)}</p>${legend(visit)}</div>${facts(
      [
        [words.state, stateBadge(visit, key.state)],
        [words.purpose, words.purposes[key.purpose]],
        [words.algorithm, code(key.algorithm)],
        [words.created, when(visit, key.created_at)],
      ],
    )}`,
    { actions: visit.may('audit:read') && html`<a class="button quiet" href="${history}">${words.history}</a>` },
  );
}

/** What ends its use, the dangerous at the end. */
function ends(visit: Visit, { kid, state, purpose }: Key, etag: string): SafeHtml {
  const words = texts(visit.language);
  const form = (act: string, submit: string, danger: boolean) =>
    postForm(visit, '', { action: `${addressOf(kid)}/${act}`, etag, submit, submitId: act, danger });
  const retire =
    state === 'retired'
      ? ''
      : part(
          words.retirePart,
          html`<p class="intro">${words.retireText}</p>${form('retirement', words.retire, false)}`,
        );
  return html`${retire}${part(words.revokePart, html`<p class="intro">${words.breaks[purpose]}</p>${form('revocation', words.revoke, true)}`)}`;
}

const crumbOf = (kid: string) => [{ label: kid, path: addressOf(kid) }];

/** After somebody else changed the key: it is read again, and the change is confirmed anew. */
async function current(visit: Visit) {
  const answer = await visit.api.GET('/keys/{kid}', { params: { path: { kid: kidOf(visit) } } });
  const { seen, etag } = seenOf(answer);
  const { state } = texts(visit.language);
  return { etag, differing: [{ label: state, yours: undefined, theirs: seen.state }] };
}

export const retirePage: ConsolePage = {
  path: '/keys/:kid/retirement',
  scope: 'keys:read',
  changeScope: 'keys:rotate',
  change(visit) {
    const words = texts(visit.language);
    const kid = kidOf(visit);
    return change(visit, {
      title: words.retireTitle,
      crumbs: crumbOf(kid),
      send: (header: WriteHeaders) => visit.api.POST('/keys/{kid}/retirement', { params: { path: { kid }, header } }),
      reason: 'optional',
      confirm: words.retire,
      about: html`<p class="intro">${words.retireText}</p>`,
      cancel: addressOf(kid),
      current: () => current(visit),
      done: () => ({ goTo: '/keys', notice: words.retired }),
    });
  },
};

export const revokePage: ConsolePage = {
  path: '/keys/:kid/revocation',
  scope: 'keys:read',
  changeScope: 'keys:rotate',
  async change(visit) {
    const words = texts(visit.language);
    const kid = kidOf(visit);
    const { purpose } = answerOf(await visit.api.GET('/keys/{kid}', { params: { path: { kid } } }));
    return change(visit, {
      title: words.revokeTitle,
      crumbs: crumbOf(kid),
      send: (header: WriteHeaders) => visit.api.POST('/keys/{kid}/revocation', { params: { path: { kid }, header } }),
      reason: 'required',
      danger: true,
      confirm: words.revoke,
      about: html`<div class="notice caution">${alert}<p>${words.breaks[purpose]}</p></div>`,
      cancel: addressOf(kid),
      current: () => current(visit),
      done: () => ({ goTo: '/keys', notice: words.revoked }),
    });
  },
};
