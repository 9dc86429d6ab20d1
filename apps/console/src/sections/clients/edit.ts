/**
 * GET and POST /clients/:client_id/edit. The form carries what it was shown with: only what its user changed is sent, and what
 * somebody else changed meanwhile stays, also within one list.
 */
import { fillPlain } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http';
import { change } from '../../change.ts';
import { type Faults, noFaults, postForm } from '../../pages/form-controls.ts';
import { clientActs as texts } from '../../texts/client-acts.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { type Client, crumbOf, nameOf, pathOf, readClient } from './client.ts';
import { groupsOf, type Member, mergedSet } from './members.ts';

/** What the form was shown with, by the names of the members. */
type Was = Readonly<Record<string, string>>;

interface Changed {
  readonly member: Member;
  readonly wanted: string;
}

export const editPage: ConsolePage = {
  path: '/clients/:client_id/edit',
  scope: 'clients:read',
  async show(visit) {
    const { client, etag } = await readClient(visit);
    const was = Object.fromEntries(membersOf(client, visit).map((member) => [member.name, member.shown(client)]));
    const body = formOf(visit, client, { was, etag, valueOf: (member) => member.shown(client) });
    const advanced = html`<a class="button quiet" id="advanced" href="${pathOf(client.client_id)}/advanced">${texts(visit.language).advanced}</a>`;
    return { title: titleOf(visit, client), crumbs: [crumbOf(client, visit.language)], actions: advanced, body };
  },
  changeScope: 'clients:write',
  async change(visit) {
    const { client } = await readClient(visit);
    const was = wasOf(visit);
    const changes = changesOf(visit, client, was);
    return change(visit, {
      title: titleOf(visit, client),
      crumbs: [crumbOf(client, visit.language)],
      send: (header) =>
        visit.api.PATCH('/clients/{client_id}', {
          params: { path: { client_id: client.client_id }, header },
          body: patchOf(changes),
        }),
      reason: 'optional',
      cancel: pathOf(client.client_id),
      form: (faults, { detail }) =>
        formOf(visit, client, {
          was,
          etag: visit.form.text('etag'),
          valueOf: (member) => member.typed(visit.form),
          faults,
          problem: unplaced(faults, membersOf(client, visit), detail),
        }),
      async current() {
        const now = await readClient(visit);
        const differing = changesOf(visit, now.client, was).map(({ member, wanted }) => ({
          label: member.label,
          yours: wanted,
          theirs: member.shown(now.client),
        }));
        return { etag: now.etag, differing };
      },
      done: () => ({ goTo: pathOf(client.client_id), notice: visit.text.changed }),
    });
  },
};

const titleOf = ({ language }: Visit, client: Client): string =>
  fillPlain(texts(language).editTitle, { name: nameOf(client, language) });

const membersOf = (client: Client, { language }: Visit): readonly Member[] =>
  groupsOf(client, language).flatMap(({ members }) => members);

function wasOf({ form }: Visit): Was {
  try {
    const was = JSON.parse(form.text('was')) as unknown;
    return was !== null && typeof was === 'object' ? (was as Was) : {};
  } catch {
    return {};
  }
}

/** What the user changed, as it would be in the client as it is now. */
function changesOf(visit: Visit, client: Client, was: Was): readonly Changed[] {
  return membersOf(client, visit).flatMap((member) => {
    const [typed, before, now] = [member.typed(visit.form), was[member.name], member.shown(client)];
    if (typed === before) return [];
    const wanted = member.isSet && before !== undefined ? mergedSet(before, typed, now) : typed;
    return wanted === now ? [] : [{ member, wanted }];
  });
}

/** The merge patch (RFC 7396). */
function patchOf(changes: readonly Changed[]): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const { member, wanted } of changes) {
    const [name = '', tag] = member.name.split('.');
    const value = member.json(wanted);
    patch[name] = tag === undefined ? value : { ...(patch[name] as object | undefined), [tag]: value };
  }
  return patch;
}

/** The faults that belong to no control. */
function unplaced(faults: Faults, members: readonly Member[], detail: string): string | undefined {
  if (faults.size === 0) return detail;
  const has = (pointer: string) =>
    members.some(({ name }) => `${pointer}/`.startsWith(`/${name.replaceAll('.', '/')}/`));
  const rest = [...faults].filter(([pointer]) => !has(pointer));
  return rest.length === 0 ? undefined : rest.map(([pointer, words]) => `${pointer.slice(1)}: ${words}`).join(' ');
}

function formOf(
  visit: Visit,
  client: Client,
  {
    was,
    etag,
    valueOf,
    faults = noFaults,
    problem,
  }: {
    readonly was: Was;
    readonly etag: string;
    readonly valueOf: (member: Member) => string;
    readonly faults?: Faults;
    readonly problem?: string | undefined;
  },
): SafeHtml {
  const groups = groupsOf(client, visit.language).map(
    ({ heading, members }) =>
      html`<h2>${heading}</h2>${members.map((member) => member.control(valueOf(member), faults))}`,
  );
  const controls = html`<input type="hidden" name="was" value="${JSON.stringify(was)}">${groups}`;
  const cancel = pathOf(client.client_id);
  return postForm(visit, controls, { etag, submit: texts(visit.language).save, cancel, faults, problem });
}
