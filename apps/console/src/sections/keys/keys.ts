/** GET /keys: what signs, what is next, what has retired, and when that changes. POST /keys/rotation: the next one takes over. */
import { answerOf, type components } from '@gatehouse/admin-client';
import { fill, fillPlain } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { change, type WriteHeaders } from '../../change.ts';
import { code, part } from '../../pages/facts.ts';
import { postForm } from '../../pages/form-controls.ts';
import { table } from '../../pages/table.ts';
import { keys as texts } from '../../texts/keys.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { bar, courseInWords, courseOf, type Key, legend, type Plan, scaleOf } from './course.ts';
import { keyPage, retirePage, revokePage } from './key.ts';
import { stateBadge } from './state.ts';

const keysPage: ConsolePage = {
  path: '/keys',
  scope: 'keys:read',
  async show(visit) {
    const { items, plans } = answerOf(await visit.api.GET('/keys'));
    const parts = plans.map((plan) => purposePart(visit, plan, items));
    const { intro } = texts(visit.language);
    return { title: visit.text.sections.keys, body: html`<p class="soft intro">${intro}</p>${parts}` };
  },
};

const ages = ['next', 'current', 'retired'];

/** All keys that are for one thing, how they rotate, and the button that makes them do so. */
function purposePart(visit: Visit, plan: Plan, all: readonly Key[]): SafeHtml {
  const words = texts(visit.language);
  const keys = all
    .filter(({ purpose }) => purpose === plan.purpose)
    .toSorted(
      (a, b) =>
        a.algorithm.localeCompare(b.algorithm) ||
        ages.indexOf(a.state) - ages.indexOf(b.state) ||
        b.created_at.localeCompare(a.created_at),
    );
  const courses = keys.map((key) => courseOf(key, keys, plan));
  const scale = scaleOf(courses, visit.nowSeconds);
  const list = table(visit, {
    id: `keys-${plan.purpose}`,
    caption: words.purposes[plan.purpose],
    entries: keys.map((key, index) => ({ key, course: courses[index] as (typeof courses)[number] })),
    columns: [
      {
        label: words.key,
        cell: ({ key }) => html`<a href="/keys/${encodeURIComponent(key.kid)}">${code(key.kid)}</a>`,
      },
      { label: words.algorithm, cell: ({ key }) => code(key.algorithm) },
      { label: words.state, cell: ({ key }) => stateBadge(visit, key.state) },
      {
        label: words.plan,
        cell: ({ key, course }) =>
          html`<div class="course-cell">${bar(course, scale)}<p>${courseInWords(visit, key, course)}</p></div>`,
      },
    ],
  });
  const rotate = visit.may('keys:rotate')
    ? postForm(visit, html`<input type="hidden" name="purpose" value="${plan.purpose}">`, {
        action: '/keys/rotation',
        submit: words.rotate,
        submitId: `rotate-${plan.purpose}`,
      })
    : undefined;
  const body = html`<p class="soft">${planInWords(visit, plan)}</p>${keys.length === 0 ? html`<p>${words.none}</p>` : html`${list}${legend(visit)}`}`;
  return part(words.purposes[plan.purpose], body, { id: plan.purpose, actions: rotate });
}

function planInWords({ language }: Visit, plan: Plan): SafeHtml {
  const words = texts(language);
  const ahead = about(language, plan.publish_ahead_seconds);
  const retained = about(language, plan.retain_seconds);
  if (plan.rotation_seconds === 0) return fill(words.rotatesNever, { ahead, retained });
  return fill(words.rotates, { signs: about(language, plan.rotation_seconds), ahead, retained });
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** How long, rounded to what is worth saying. */
function about(language: string, seconds: number): string {
  const [unit, size] = units.find(([, length]) => seconds >= length) ?? (['second', 1] as const);
  const format = new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: 0,
  });
  return format.format(seconds / size);
}

type Purpose = components['schemas']['KeyPlan']['purpose'];

const rotatePage: ConsolePage = {
  path: '/keys/rotation',
  scope: 'keys:read',
  changeScope: 'keys:rotate',
  change(visit) {
    const words = texts(visit.language);
    const given = visit.form.text('purpose');
    const purpose: Purpose = Object.hasOwn(words.purposes, given) ? (given as Purpose) : 'token';
    return change(visit, {
      title: fillPlain(words.rotateTitle, { purpose: words.purposes[purpose] }),
      send: (header: WriteHeaders) => visit.api.POST('/keys/rotation', { params: { header }, body: { purpose } }),
      reason: 'optional',
      confirm: words.rotate,
      about: html`<p class="intro">${words.rotateAbout}</p>`,
      cancel: '/keys',
      done: () => ({ goTo: '/keys', notice: words.rotated }),
    });
  },
};

export const keyPages: readonly ConsolePage[] = [keysPage, rotatePage, keyPage, retirePage, revokePage];
