/** /resources/new, /resources/:resource/edit, /resources/:resource/remove. */
import type { AdminProblem } from '@gatehouse/admin-client';
import { fillPlain } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { change, type WriteHeaders } from '../../change.ts';
import type { Differing } from '../../pages/conflict.ts';
import { type Faults, noFaults, postForm } from '../../pages/form-controls.ts';
import { resources as texts } from '../../texts/resources.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { addressOf, crumbOf, nameOf, readResource } from './resource.ts';
import { bodyOf, type Fields, fieldsOf, resourceControls } from './resource-form.ts';

/** As it was typed. */
const typed =
  ({ form }: Visit): Fields =>
  (name) =>
    form.text(name);

const newForm = (visit: Visit, value: Fields, faults: Faults, problem?: AdminProblem): SafeHtml =>
  postForm(visit, resourceControls(visit, value, faults, true), {
    cancel: '/resources',
    faults,
    problem: faults.size > 0 ? undefined : problem?.detail,
  });

export const newResourcePage: ConsolePage = {
  path: '/resources/new',
  scope: 'resources:write',
  show: (visit) => ({
    title: texts(visit.language).newApi,
    body: newForm(visit, (name) => visit.query.get(name) ?? '', noFaults),
  }),
  change(visit) {
    const indicator = visit.form.text('indicator').trim();
    const body = { indicator, ...bodyOf(visit.form) };
    return change(visit, {
      title: texts(visit.language).newApi,
      send: (header: WriteHeaders) => visit.api.POST('/resources', { params: { header }, body }),
      // Nothing is overwritten, and nothing ends.
      preview: false,
      cancel: '/resources',
      form: (faults, problem) => newForm(visit, typed(visit), faults, problem),
      done: () => ({ goTo: addressOf(indicator), notice: visit.text.changed }),
    });
  },
};

const pathOf = ({ params }: Visit) => ({ resource: params['resource'] ?? '' });

const editForm = (visit: Visit, value: Fields, etag: string, faults: Faults, problem?: AdminProblem): SafeHtml =>
  postForm(visit, resourceControls(visit, value, faults, false), {
    etag,
    cancel: addressOf(pathOf(visit).resource),
    faults,
    problem: faults.size > 0 ? undefined : problem?.detail,
  });

export const editResourcePage: ConsolePage = {
  path: '/resources/:resource/edit',
  scope: 'resources:write',
  async show(visit) {
    const { resource, etag } = await readResource(visit);
    const title = fillPlain(texts(visit.language).editApi, { name: nameOf(resource, visit) });
    return { title, crumbs: [crumbOf(resource, visit)], body: editForm(visit, fieldsOf(resource), etag, noFaults) };
  },
  async change(visit) {
    const { resource, etag } = await readResource(visit);
    const body = bodyOf(visit.form);
    const back = addressOf(resource.indicator);
    const title = fillPlain(texts(visit.language).editApi, { name: nameOf(resource, visit) });
    return change(visit, {
      title,
      crumbs: [crumbOf(resource, visit)],
      send: (header: WriteHeaders) =>
        visit.api.PUT('/resources/{resource}', { params: { path: pathOf(visit), header }, body }),
      cancel: back,
      form: (faults, problem) => editForm(visit, typed(visit), visit.form.text('etag'), faults, problem),
      current: async () => ({ etag, differing: differing(visit, fieldsOf(resource)) }),
      done: () => ({ goTo: back, notice: visit.text.changed }),
    });
  },
};

/** In which fields what was typed differs from what is there. */
function differing(visit: Visit, theirs: Fields): Differing[] {
  const words = texts(visit.language);
  const labels: Readonly<Record<string, string>> = {
    name: words.name,
    scopes: words.scopes,
    access_token_ttl_seconds: words.lifetime,
    token_format: words.format,
    access_token_signing_alg: words.algorithm,
    required_acr: words.factors,
    max_auth_age_seconds: words.maxAge,
    default_scopes: words.defaults,
    claims: words.claims,
  };
  const yours = (name: string) => typed(visit)(name).replaceAll('\r', '').trim();
  return Object.entries(labels)
    .filter(([name]) => yours(name) !== theirs(name))
    .map(([name, label]) => ({ label, yours: yours(name), theirs: theirs(name) }));
}

export const removeResourcePage: ConsolePage = {
  path: '/resources/:resource/remove',
  scope: 'resources:read',
  changeScope: 'resources:write',
  async change(visit) {
    const words = texts(visit.language);
    const { resource, etag } = await readResource(visit);
    return change(visit, {
      title: fillPlain(words.removeApi, { name: nameOf(resource, visit) }),
      crumbs: [crumbOf(resource, visit)],
      send: (header: WriteHeaders) =>
        visit.api.DELETE('/resources/{resource}', { params: { path: pathOf(visit), header } }),
      reason: 'optional',
      danger: true,
      confirm: words.remove,
      about: html`<p class="intro">${words.removeApiText}</p>`,
      cancel: addressOf(resource.indicator),
      current: async () => ({ etag, differing: [] }),
      done: () => ({ goTo: '/resources', notice: words.removed }),
    });
  },
};
