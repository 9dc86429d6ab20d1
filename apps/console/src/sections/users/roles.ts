/** Roles that a caller may give: none that gives scopes of the admin API which they lack. The API has the rule; this shows what it lets through. */
import { answerOf, type components } from '@gatehouse/admin-client';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { checkBoxes, type Faults, textArea } from '../../pages/form-controls.ts';
import { type AdminScope, adminScopes } from '../../scopes.ts';
import { userForms as texts } from '../../texts/user-forms.ts';
import type { Visit } from '../../visit.ts';

type Role = components['schemas']['Role'];

/** More than fit on a page are typed. */
const mostRoles = 100;

const isAdminScope = (scope: string): scope is AdminScope => (adminScopes as readonly string[]).includes(scope);

const isAdminApi = (indicator: string): boolean =>
  /^\/admin\/v1\/?$/u.test(URL.parse(indicator)?.pathname ?? indicator);

const mayGive = (visit: Visit, { scopes }: Role): boolean =>
  Object.entries(scopes)
    .filter(([indicator]) => isAdminApi(indicator))
    .every(([, names]) => names.filter(isAdminScope).every((scope) => visit.may(scope)));

/** Controls of the name `roles`. @param chosen what is ticked; what the user has already stays in the list */
export async function roleControls(visit: Visit, chosen: readonly string[], faults?: Faults): Promise<SafeHtml> {
  const words = texts(visit.language);
  if (!visit.may('resources:read'))
    return textArea({ name: 'roles', label: words.rolesLines, value: chosen.join('\n'), faults });
  const { items, next } = answerOf(await visit.api.GET('/roles', { params: { query: { limit: mostRoles } } }));
  if (next !== undefined) {
    return textArea({
      name: 'roles',
      label: words.rolesLines,
      value: chosen.join('\n'),
      hint: words.rolesHint,
      faults,
    });
  }
  const names = items.filter((role) => mayGive(visit, role)).map(({ name }) => name);
  const all = [...new Set([...chosen, ...names])];
  if (all.length === 0) return html`<p class="hint">${words.noRoles}</p>`;
  return checkBoxes({
    name: 'roles',
    label: words.roles,
    hint: words.rolesHint,
    options: all.map((name) => [name, name]),
    chosen,
    faults,
  });
}

/** What they were posted with, ticked or typed. */
export const rolesOf = ({ form }: Visit): string[] => [
  ...new Set(
    form
      .all('roles')
      .flatMap((value) => value.split(/\s+/u))
      .filter((name) => name !== ''),
  ),
];
