/** GET /connections/new, where the kind is chosen, and GET and POST of /connections/new/:kind. */
import type { AdminProblem, components } from '@gatehouse/admin-client';
import { chevron, fillPlain } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { change } from '../../change.ts';
import { controlsOf, membersOf, patchOf, unplaced } from '../../edit.ts';
import { addressBlock } from '../../pages/facts.ts';
import { type Faults, input, noFaults, postForm } from '../../pages/form-controls.ts';
import { connectionForm as texts } from '../../texts/connection-form.ts';
import { connections } from '../../texts/connections.ts';
import type { Answer, ConsolePage, Visit } from '../../visit.ts';
import { addressOf } from './connection.ts';
import { type ConnectionKind, connectionKinds, freshConnection, isKind } from './kinds.ts';
import { groupsOf } from './members.ts';

type Entry = components['schemas']['ConnectionEntry'];

const path = '/connections/new';

const kindPage: ConsolePage = {
  path,
  scope: 'connections:write',
  show({ language }) {
    const words = texts(language);
    const choices = connectionKinds.map((kind) => {
      const { title, text } = words.kinds[kind];
      return html`<li><a class="sheet choice" href="${path}/${kind}"><span><b>${title}</b><small>${text}</small></span>${chevron}</a></li>`;
    });
    return { title: words.add, body: html`<p class="intro">${words.choose}</p><ul class="choices">${choices}</ul>` };
  },
};

const formPage: ConsolePage = {
  path: `${path}/:kind`,
  scope: 'connections:write',
  show(visit) {
    const kind = visit.params['kind'];
    return isKind(kind) ? { ...headOf(visit, kind), body: formOf(visit, kind) } : { goTo: path };
  },
  changeScope: 'users:credentials',
  async change(visit): Promise<Answer> {
    const kind = visit.params['kind'];
    if (!isKind(kind)) return { goTo: path };
    const words = texts(visit.language);
    const entry = entryOf(visit, kind);
    return change(visit, {
      ...headOf(visit, kind),
      send: (header) => visit.api.POST('/connections', { params: { header }, body: entry }),
      confirm: words.make,
      cancel: path,
      form: (faults, problem) => formOf(visit, kind, placed(faults, problem), problem),
      done: ({ name }) => ({ goTo: addressOf(name), notice: words.made }),
    });
  },
};

function headOf({ language }: Visit, kind: ConnectionKind) {
  const words = texts(language);
  const title = fillPlain(words.newTitle, { kind: words.kinds[kind].title });
  return { title, crumbs: [{ label: words.add, path }] };
}

/** What was typed. Turned off, so that nobody signs in by it before it has been tested. */
function entryOf({ form, language }: Visit, kind: ConnectionKind): Entry {
  const fresh = freshConnection(kind);
  const typed = membersOf(groupsOf({ kind }, language))
    .map((member) => ({ member, wanted: member.typed(form) }))
    .filter(({ member, wanted }) => wanted !== member.shown(fresh) && member.json(wanted, {}) !== null);
  return { ...patchOf(typed, {}), name: form.text('name').trim(), kind, enabled: false } as Entry;
}

/** A name that is taken is refused as a whole. */
const placed = (faults: Faults, { code, detail }: AdminProblem): Faults =>
  faults.size === 0 && code === 'connection_exists' ? new Map([['/name', detail]]) : faults;

function formOf(visit: Visit, kind: ConnectionKind, faults = noFaults, problem?: AdminProblem): SafeHtml {
  const words = texts(visit.language);
  const { form } = visit;
  const groups = groupsOf({ kind }, visit.language);
  const fresh = freshConnection(kind);
  const isFresh = form.entries.length === 0;
  const name = input({
    name: 'name',
    label: words.name,
    hint: words.nameHint,
    value: form.text('name'),
    required: true,
    faults,
  });
  const controls = controlsOf(groups, (member) => (isFresh ? member.shown(fresh) : member.typed(form)), faults);
  const redirectUri = `${visit.issuer}/federation/NAME/callback`;
  const known = connections(visit.language);
  return html`<p class="intro">${words.register[kind]}</p>${addressBlock(known.redirectUri, redirectUri)}${postForm(
    visit,
    html`${name}${controls}`,
    {
      submit: words.next,
      cancel: path,
      faults,
      problem: problem && unplacedOf(faults, groups, problem),
    },
  )}`;
}

const unplacedOf = (faults: Faults, groups: ReturnType<typeof groupsOf>, { detail }: AdminProblem) => {
  const others = new Map([...faults].filter(([pointer]) => pointer !== '/name'));
  return faults.size > 0 && others.size === 0 ? undefined : unplaced(others, membersOf(groups), detail);
};

export const newConnectionPages: readonly ConsolePage[] = [kindPage, formPage];
