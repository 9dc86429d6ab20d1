/** Claims as controls, by the types that the registry declares. Also GET and POST /users/:user_id/claims. */
import { answerOf, type components } from '@gatehouse/admin-client';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { type Faults, input, select, textArea } from '../../pages/form-controls.ts';
import { userForms as texts } from '../../texts/user-forms.ts';
import { users as userTexts } from '../../texts/users.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { changePage } from './changes.ts';
import type { User } from './user.ts';

type Declared = components['schemas']['UserClaims']['claims'];
type Values = User['claims'];
type Value = Values[string];

/** Members of an address (OpenID Connect Core, section 5.1.1). */
const addressMembers = ['formatted', 'street_address', 'locality', 'region', 'postal_code', 'country'] as const;

/** Those that somebody gives; others come of roles. */
export async function declaredClaims({ api }: Visit): Promise<Declared> {
  const { claims } = answerOf(await api.GET('/user-claims'));
  return Object.fromEntries(Object.entries(claims).filter(([, { from }]) => from === undefined));
}

/** Names of controls begin so: claims are called as somebody likes. */
const controlOf = (name: string): string => `claim.${name}`;

/** @param values what the user has; what was posted goes before it */
export function claimControls(visit: Visit, declared: Declared, values: Values, faults?: Faults): SafeHtml {
  const words = texts(visit.language);
  const { form } = visit;
  const typed = (name: string, there: Value | undefined): string => {
    if (form.has(name)) return form.text(name);
    return typeof there === 'object' || there === undefined ? '' : String(there);
  };
  return html`${Object.entries(declared).map(([claim, { type }]) => {
    const name = controlOf(claim);
    const there = values[claim];
    const control = { name, label: claim, pointer: `/claims/${claim}`, faults };
    if (type === 'boolean') {
      return select({
        ...control,
        value: typed(name, there),
        options: [
          ['', words.unset],
          ['true', words.yes],
          ['false', words.no],
        ],
      });
    }
    if (type === 'list') {
      const lines = Array.isArray(there) ? there.join('\n') : undefined;
      return textArea({ ...control, hint: words.listHint, value: typed(name, lines) });
    }
    if (type === 'address') {
      const address = (there ?? {}) as Readonly<Record<string, string>>;
      return html`<fieldset class="field"><legend>${claim}</legend>${addressMembers.map((member) =>
        input({
          ...control,
          name: `${name}.${member}`,
          label: member,
          value: typed(`${name}.${member}`, address[member]),
        }),
      )}</fieldset>`;
    }
    return input({ ...control, type: type === 'number' ? 'number' : 'text', value: typed(name, there) });
  })}`;
}

/** What was posted, without what was left empty. */
export function claimsOf({ form }: Visit, declared: Declared): Values {
  const valueOf = (claim: string, type: string): Value | undefined => {
    const name = controlOf(claim);
    const text = form.text(name).trim();
    if (type === 'list') return form.lines(name).length === 0 ? undefined : [...form.lines(name)];
    if (type === 'address') {
      const given = addressMembers
        .map((member) => [member, form.text(`${name}.${member}`).trim()] as const)
        .filter(([, value]) => value !== '');
      return given.length === 0 ? undefined : Object.fromEntries(given);
    }
    if (text === '') return undefined;
    if (type === 'boolean') return text === 'true';
    return type === 'number' ? Number(text) : text;
  };
  const given = Object.entries(declared).map(([claim, { type }]) => [claim, valueOf(claim, type)] as const);
  return Object.fromEntries(given.filter((one): one is readonly [string, Value] => one[1] !== undefined));
}

export const claimsPage: ConsolePage = changePage({
  path: '/claims',
  title: ({ language }) => texts(language).claimsTitle,
  about: ({ language }) => texts(language).claimsAbout,
  async controls(visit, { claims }, faults) {
    const declared = await declaredClaims(visit);
    if (Object.keys(declared).length === 0) return html`<p>${texts(visit.language).noClaims}</p>`;
    return claimControls(visit, declared, claims, faults);
  },
  wanted: async (visit) => ({ claims: claimsOf(visit, await declaredClaims(visit)) }),
  label: ({ language }) => userTexts(language).claims,
});
