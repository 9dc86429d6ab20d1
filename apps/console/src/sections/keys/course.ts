/** The course of a key: when it is published, when it signs, when it leaves; in words, and as a bar on the scale of its purpose. */
import type { components } from '@gatehouse/admin-client';
import { fill } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { when } from '../../pages/when.ts';
import { keys as texts } from '../../texts/keys.ts';
import type { Visit } from '../../visit.ts';

/** A key, and the plan of its purpose, as the API gives them. */
export type Key = components['schemas']['KeyInList'];
export type Plan = components['schemas']['KeyPlan'];

/** Milliseconds; undefined where no date is set. */
export interface Course {
  readonly published: number;
  readonly signs: number | undefined;
  readonly signsUntil: number | undefined;
  readonly leaves: number | undefined;
}

const at = (moment: string | undefined): number | undefined => (moment === undefined ? undefined : Date.parse(moment));

const plus = (milliseconds: number | undefined, seconds: number): number | undefined =>
  milliseconds === undefined ? undefined : milliseconds + seconds * 1000;

/** @param keys all of the purpose: a next key follows the current one of its algorithm */
export function courseOf(key: Key, keys: readonly Key[], plan: Plan): Course {
  const published = Date.parse(key.created_at);
  if (key.state === 'retired') {
    const leaves = at(key.not_after);
    return { published, signs: at(key.not_before), signsUntil: plus(leaves, -plan.retain_seconds), leaves };
  }
  if (key.state === 'current') {
    const signsUntil = at(key.signs_until);
    const signs = at(key.not_before) ?? published;
    return { published, signs, signsUntil, leaves: plus(signsUntil, plan.retain_seconds) };
  }
  const current = keys.find(({ state, algorithm }) => state === 'current' && algorithm === key.algorithm);
  const signs = at(current?.signs_until);
  const signsUntil = plan.rotation_seconds === 0 ? undefined : plus(signs, plan.rotation_seconds);
  return { published, signs, signsUntil, leaves: plus(signsUntil, plan.retain_seconds) };
}

const moment = (visit: Visit, milliseconds: number): SafeHtml =>
  when(visit, new Date(milliseconds).toISOString()) as SafeHtml;

/** What happened and what will, in sentences. */
export function courseInWords(visit: Visit, key: Key, course: Course): SafeHtml {
  const words = texts(visit.language);
  const say = (milliseconds: number | undefined, sentence: (told: SafeHtml) => SafeHtml, otherwise: SafeHtml) =>
    milliseconds === undefined ? otherwise : sentence(moment(visit, milliseconds));
  const leaves = say(course.leaves, (gone) => fill(words.leaves, { gone }), html``);
  if (key.state === 'retired') return html`${words.verifies} ${leaves}`;
  if (key.state === 'current') {
    const since = say(course.signs, (told) => fill(words.signsSince, { since: told }), html``);
    const until = say(course.signsUntil, (told) => fill(words.signsUntil, { until: told }), html`${words.signsOn}`);
    return html`${since} ${until} ${leaves}`;
  }
  const published = fill(words.publishedSince, { since: moment(visit, course.published) });
  return html`${published} ${say(course.signs, (from) => fill(words.signsFrom, { from }), html`${words.waits}`)}`;
}

/** From when to when the bars of a purpose reach. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly now: number;
}

/** So that all dates that lie ahead are on it, and of the past no more than that. */
export function scaleOf(courses: readonly Course[], nowSeconds: number): Scale {
  const now = nowSeconds * 1000;
  const moments = courses.flatMap((one) => [one.published, one.signs, one.signsUntil, one.leaves]);
  const known = moments.filter((one) => one !== undefined);
  const ahead = Math.max(86_400_000, ...known.map((one) => one - now));
  const behind = Math.max(3_600_000, ...known.map((one) => now - one));
  return { from: now - Math.min(behind, ahead), to: now + ahead * 1.04, now };
}

const width = 600;

/** The bar: pale while the key is published, strong while it signs, a line for now. It repeats the words, so nobody has to see it. */
export function bar({ published, signs, signsUntil, leaves }: Course, { from, to, now }: Scale): SafeHtml {
  const x = (milliseconds: number): number =>
    Math.round((Math.min(Math.max(milliseconds, from), to) - from) * (width / (to - from)));
  const rect = (name: string, begin: number, end: number): SafeHtml =>
    html`<rect class="${name}" x="${x(begin)}" y="5" width="${Math.max(0, x(end) - x(begin))}" height="10" rx="3"/>`;
  return html`<svg class="course" viewBox="0 0 ${width} 20" preserveAspectRatio="none" aria-hidden="true">${rect('published', published, leaves ?? to)}${signs === undefined ? '' : rect('signs', signs, signsUntil ?? to)}<path class="now" d="M${x(now)} 0v20"/></svg>`;
}

/** What the colours of the bars mean. */
export function legend({ language }: Visit): SafeHtml {
  const words = texts(language);
  return html`<ul class="course-legend" aria-hidden="true"><li class="published">${words.legendPublished}</li><li class="signs">${words.legendSigns}</li><li class="now">${words.sees}</li></ul>`;
}
