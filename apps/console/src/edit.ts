/**
 * Forms over the members of a document. Such a form carries what it was shown with: only what its user changed is sent, and what
 * somebody else changed meanwhile stays, also within one list.
 */
import { type HtmlValue, html, type SafeHtml } from '@gatehouse/http/html';
import { type Answered, change, type WriteHeaders } from './change.ts';
import type { Form } from './form-values.ts';
import type { Group, Member } from './members.ts';
import { type Faults, noFaults, postForm } from './pages/form-controls.ts';
import type { Answer, Crumb, PageAnswer, Visit } from './visit.ts';

/** The form of one document. */
export interface EditForm<Document extends object> {
  readonly title: string;
  readonly crumbs: readonly Crumb[];
  readonly groups: (document: Document) => readonly Group[];
  /** What the button says. */
  readonly submit: string;
  readonly cancel: string;
}

/** A document and its version. */
export interface Version<Document extends object> {
  readonly document: Document;
  readonly etag: string;
}

/** What becomes of the form. */
export interface EditChange<Document extends object, Data> extends EditForm<Document> {
  /** The document as it is now. Throws AdminRefused. */
  readonly read: () => Promise<Version<Document>>;
  /** @param patch a merge patch (RFC 7396) */
  readonly send: (header: WriteHeaders, patch: Record<string, unknown>) => Promise<Answered<Data>>;
  readonly done: () => Answer;
}

/** What the form was shown with, by the names of the members. */
type Was = Readonly<Record<string, string>>;

interface Changed {
  readonly member: Member;
  readonly wanted: string;
}

/** The page with the form. */
export function editPage<Document extends object>(
  visit: Visit,
  form: EditForm<Document>,
  { document, etag }: Version<Document>,
): PageAnswer {
  const groups = form.groups(document);
  const was = Object.fromEntries(membersOf(groups).map((member) => [member.name, member.shown(document)]));
  const body = formOf(visit, form, { groups, was, etag, valueOf: (member) => member.shown(document) });
  return { title: form.title, crumbs: form.crumbs, body };
}

/** Carries the form out as far as it says; see `change`. @param document as it is now */
export function editChange<Document extends object, Data>(
  visit: Visit,
  document: Document,
  edit: EditChange<Document, Data>,
): Promise<Answer> {
  const was = wasOf(visit.form);
  const groups = edit.groups(document);
  const patch = patchOf(changesOf(visit.form, membersOf(groups), document, was), document);
  return change(visit, {
    title: edit.title,
    crumbs: edit.crumbs,
    send: (header) => edit.send(header, patch),
    reason: 'optional',
    cancel: edit.cancel,
    form: (faults, { detail }) =>
      formOf(visit, edit, {
        groups,
        was,
        etag: visit.form.text('etag'),
        valueOf: (member) => member.typed(visit.form),
        faults,
        problem: unplaced(faults, membersOf(groups), detail),
      }),
    async current() {
      const now = await edit.read();
      const changes = changesOf(visit.form, membersOf(edit.groups(now.document)), now.document, was);
      const differing = changes.map(({ member, wanted }) => ({
        label: member.label,
        yours: wanted,
        theirs: member.shown(now.document),
      }));
      return { etag: now.etag, differing };
    },
    done: edit.done,
  });
}

export const membersOf = (groups: readonly Group[]): readonly Member[] => groups.flatMap(({ members }) => members);

function wasOf(form: Form): Was {
  try {
    const was = JSON.parse(form.text('was')) as unknown;
    return was !== null && typeof was === 'object' ? (was as Was) : {};
  } catch {
    return {};
  }
}

/** What the user changed, as it would be in the document as it is now. */
function changesOf(form: Form, members: readonly Member[], document: object, was: Was): readonly Changed[] {
  return members.flatMap((member) => {
    const [typed, before, now] = [member.typed(form), was[member.name], member.shown(document)];
    if (typed === before) return [];
    const wanted = member.merged !== undefined && before !== undefined ? member.merged(before, typed, now) : typed;
    return wanted === now ? [] : [{ member, wanted }];
  });
}

/** The values at their places in a document. @param document that is patched */
export function patchOf(changes: readonly Changed[], document: object): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const { member, wanted } of changes) {
    const path = member.name.split('.');
    const [last = ''] = path.splice(-1);
    let place = patch;
    for (const step of path) place = (place[step] ??= {}) as Record<string, unknown>;
    place[last] = member.json(wanted, document);
  }
  return patch;
}

/** The faults that belong to no control. */
export function unplaced(faults: Faults, members: readonly Member[], detail: string): string | undefined {
  if (faults.size === 0) return detail;
  const has = (pointer: string) =>
    members.some(({ name }) => `${pointer}/`.startsWith(`/${name.replaceAll('.', '/')}/`));
  const rest = [...faults].filter(([pointer]) => !has(pointer));
  return rest.length === 0 ? undefined : rest.map(([pointer, words]) => `${pointer.slice(1)}: ${words}`).join(' ');
}

interface Shown {
  readonly groups: readonly Group[];
  readonly was: Was;
  readonly etag: string;
  readonly valueOf: (member: Member) => string;
  readonly faults?: Faults;
  readonly problem?: string | undefined;
}

function formOf(
  visit: Visit,
  { submit, cancel }: Pick<EditForm<never>, 'submit' | 'cancel'>,
  { groups, was, etag, valueOf, faults = noFaults, problem }: Shown,
): SafeHtml {
  const controls = html`<input type="hidden" name="was" value="${JSON.stringify(was)}">${controlsOf(groups, valueOf, faults)}`;
  return postForm(visit, controls, { etag, submit, cancel, faults, problem });
}

/** The controls under their headings; what is folded is open where something is wrong in it. */
export const controlsOf = (
  groups: readonly Group[],
  valueOf: (member: Member) => string,
  faults: Faults,
): readonly SafeHtml[] =>
  groups.map(({ heading, about, isFurther = false, members }) => {
    const controls: HtmlValue = html`${about === undefined ? '' : html`<p class="soft">${about}</p>`}${members.map((member) => member.control(valueOf(member), faults))}`;
    if (!isFurther) return html`<h2>${heading}</h2>${controls}`;
    const isOpen = faults.size > 0 && unplaced(faults, members, '') !== unplaced(faults, [], '');
    return html`<details class="further"${isOpen ? html` open` : ''}><summary>${heading}</summary>${controls}</details>`;
  });
