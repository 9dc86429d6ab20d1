/** /resources/roles/new, /resources/roles/:role/edit, /resources/roles/:role/remove. */
import type { AdminProblem } from '@gatehouse/admin-client';
import { fillPlain } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { change, type WriteHeaders } from '../../change.ts';
import { type Faults, input, noFaults, postForm } from '../../pages/form-controls.ts';
import { resources as texts } from '../../texts/resources.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { type Role, readRole, roleAddress, roleCrumbs, rolesCrumb } from './role.ts';
import { type Scopes, scopeBoxes, tickedOf, withoutEmpty } from './role-form.ts';

async function newForm(visit: Visit, faults: Faults, problem?: AdminProblem): Promise<SafeHtml> {
  const words = texts(visit.language);
  const { boxes } = await scopeBoxes(visit, tickedOf(visit.form), faults);
  const name = input({
    name: 'name',
    label: words.roleName,
    hint: words.roleNameHint,
    value: visit.form.text('name'),
    required: true,
    faults,
  });
  return postForm(visit, html`${name}${boxes}`, {
    cancel: '/resources/roles',
    faults,
    problem: faults.size > 0 ? undefined : problem?.detail,
  });
}

export const newRolePage: ConsolePage = {
  path: '/resources/roles/new',
  scope: 'resources:write',
  async show(visit) {
    const title = texts(visit.language).newRole;
    return { title, crumbs: [rolesCrumb(visit)], body: await newForm(visit, noFaults) };
  },
  change(visit) {
    const name = visit.form.text('name').trim();
    const body = { name, scopes: withoutEmpty(tickedOf(visit.form)) };
    return change(visit, {
      title: texts(visit.language).newRole,
      crumbs: [rolesCrumb(visit)],
      send: (header: WriteHeaders) => visit.api.POST('/roles', { params: { header }, body }),
      // Nothing is overwritten, and nothing ends.
      preview: false,
      cancel: '/resources/roles',
      form: (faults, problem) => newForm(visit, faults, problem),
      done: () => ({ goTo: roleAddress(name), notice: visit.text.changed }),
    });
  },
};

async function editForm(
  visit: Visit,
  given: Scopes,
  etag: string,
  faults: Faults,
  problem?: AdminProblem,
): Promise<SafeHtml> {
  const words = texts(visit.language);
  const { boxes, further } = await scopeBoxes(visit, given, faults);
  const form = postForm(visit, boxes, {
    etag,
    cancel: roleAddress(visit.params['role'] ?? ''),
    faults,
    problem: faults.size > 0 ? undefined : problem?.detail,
  });
  return html`<p class="soft intro">${words.editRoleText}</p>${form}${further}`;
}

const editTitle = (visit: Visit, { name }: Role): string => fillPlain(texts(visit.language).editRole, { name });

export const editRolePage: ConsolePage = {
  path: '/resources/roles/:role/edit',
  scope: 'resources:write',
  async show(visit) {
    const { role, etag } = await readRole(visit);
    const body = await editForm(visit, role.scopes, etag, noFaults);
    return { title: editTitle(visit, role), crumbs: roleCrumbs(visit, role), body };
  },
  async change(visit) {
    const { role, etag } = await readRole(visit);
    const ticked = tickedOf(visit.form);
    const body = differenceOf(role.scopes, ticked);
    const path = { role: role.name };
    return change(visit, {
      title: editTitle(visit, role),
      crumbs: roleCrumbs(visit, role),
      send: (header: WriteHeaders) => visit.api.POST('/roles/{role}/scopes', { params: { path, header }, body }),
      cancel: roleAddress(role.name),
      form: (faults, problem) => editForm(visit, ticked, visit.form.text('etag'), faults, problem),
      current: async () => ({
        etag,
        differing: Object.entries(ticked)
          .map(([label, yours]) => ({ label, yours: yours.toSorted(), theirs: (role.scopes[label] ?? []).toSorted() }))
          .filter(({ yours, theirs }) => yours.join(' ') !== theirs.join(' ')),
      }),
      done: () => ({ goTo: roleAddress(role.name), notice: visit.text.changed }),
    });
  },
};

/** What is given and what is taken, of the APIs that were shown. */
function differenceOf(before: Scopes, after: Scopes) {
  const apis = Object.entries(after).map(([indicator, ticked]) => ({
    indicator,
    ticked,
    had: before[indicator] ?? [],
  }));
  const grant = apis.map(
    ({ indicator, ticked, had }) => [indicator, ticked.filter((one) => !had.includes(one))] as const,
  );
  const revoke = apis.map(
    ({ indicator, ticked, had }) => [indicator, had.filter((one) => !ticked.includes(one))] as const,
  );
  return { grant: withoutEmpty(Object.fromEntries(grant)), revoke: withoutEmpty(Object.fromEntries(revoke)) };
}

export const removeRolePage: ConsolePage = {
  path: '/resources/roles/:role/remove',
  scope: 'resources:read',
  changeScope: 'resources:write',
  async change(visit) {
    const words = texts(visit.language);
    const { role, etag } = await readRole(visit);
    return change(visit, {
      title: fillPlain(words.removeRole, { name: role.name }),
      crumbs: roleCrumbs(visit, role),
      send: (header: WriteHeaders) =>
        visit.api.DELETE('/roles/{role}', { params: { path: { role: role.name }, header } }),
      reason: 'optional',
      danger: true,
      confirm: words.remove,
      about: html`<p class="intro">${words.removeRoleText}</p>`,
      cancel: roleAddress(role.name),
      current: async () => ({ etag, differing: [] }),
      done: () => ({ goTo: '/resources/roles', notice: words.removed }),
    });
  },
};
