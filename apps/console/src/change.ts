/**
 * How a page changes something: what will happen is shown first (`Prefer: dry-run`), with a reason where one is recorded, and done
 * when the user confirms it. What the API finds wrong in a form is shown in the form; when somebody else changed the object meanwhile,
 * both versions are shown and nothing is lost. Each step is a form that carries what the one before held, so none of it is kept here.
 */
import { randomUUID } from 'node:crypto';
import { type AdminPreview, type AdminProblem, AdminRefused, answerOf, previewOf } from '@gatehouse/admin-client';
import type { HtmlValue, SafeHtml } from '@gatehouse/http/html';
import { conflictPart, type Differing } from './pages/conflict.ts';
import type { Faults } from './pages/form-controls.ts';
import { previewPart } from './pages/preview.ts';
import type { Answer, Crumb, Visit } from './visit.ts';

/** The headers of a write. Each call is given all; the server takes those that the operation names. */
export interface WriteHeaders {
  readonly 'If-Match': string;
  readonly 'Idempotency-Key': string;
  readonly Prefer?: string;
  readonly 'X-Reason': string;
}

/** What `openapi-fetch` resolves with. */
export interface Answered<Data> {
  readonly data?: Data | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/** A change of one object, or a new one. */
export interface ChangeOptions<Data> {
  /** Heading of the steps: "Disable web-app". */
  readonly title: string;
  readonly crumbs?: readonly Crumb[] | undefined;
  /** Sends it, dry run and earnest alike: the same path, body and these headers. */
  readonly send: (headers: WriteHeaders) => Promise<Answered<Data>>;
  /** Default true: what will happen is shown and confirmed. false where nothing is overwritten or ended. */
  readonly preview?: boolean;
  /** `required` where the API wants `X-Reason`: resetting credentials, ending factors, revoking keys. Default `none`. */
  readonly reason?: 'required' | 'optional' | 'none';
  /** What the button says that does it. */
  readonly confirm?: string;
  readonly danger?: boolean;
  /** Members that the preview leaves out: those that are otherwise when it is done. */
  readonly hidden?: readonly string[];
  /** Further words over the preview. */
  readonly about?: HtmlValue;
  /** Where "cancel" leads; also what to leave as it is after a conflict. */
  readonly cancel: string;
  /** The form again, with what was found wrong. Without it a refusal is a page of its own. */
  readonly form?: (faults: Faults, problem: AdminProblem) => SafeHtml | Promise<SafeHtml>;
  /** The object as it is now, and in which members it differs from what was wanted: for a conflict. */
  readonly current?: () => Promise<{ readonly etag: string; readonly differing: readonly Differing[] }>;
  /** Where to go when it is done, or a page to show: of a secret that is shown once. */
  readonly done: (answer: Exclude<Data, AdminPreview>) => Answer | Promise<Answer>;
}

/** Carries the change out as far as the posted form says. Call it from a page's `change`. */
export async function change<Data>(visit: Visit, options: ChangeOptions<Data>): Promise<Answer> {
  const { form } = visit;
  const headers = headersOf(visit);
  const isConfirmed = form.text('step') === 'confirm' || options.preview === false;
  try {
    if (isConfirmed) return await options.done(answerOf(await options.send(headers)));
    return await previewAnswer(visit, options, headers);
  } catch (error) {
    if (!(error instanceof AdminRefused)) throw error;
    return refusedAnswer(visit, options, error);
  }
}

/** A form that is shown again keeps its key, so that whoever sends it twice has it done once. */
function headersOf({ form }: Visit): WriteHeaders {
  const etag = form.text('etag');
  const reason = form.text('reason').trim();
  return {
    ...(etag === '' ? { 'Idempotency-Key': keyOf(form.text('key')) } : { 'If-Match': etag }),
    ...(reason !== '' && { 'X-Reason': headerText(reason) }),
  } as WriteHeaders;
}

const keyOf = (given: string): string => (/^[\w-]{8,64}$/u.test(given) ? given : randomUUID());

/** Headers hold ASCII; what else a reason has is percent-encoded UTF-8, marked as RFC 8187, section 3.2, has it. */
const headerText = (text: string): string =>
  /^[\x20-\x7e]*$/u.test(text) ? text : `UTF-8''${encodeURIComponent(text)}`;

async function previewAnswer<Data>(visit: Visit, options: ChangeOptions<Data>, headers: WriteHeaders): Promise<Answer> {
  const { title, crumbs, reason = 'none', confirm, danger, about, hidden = [], cancel } = options;
  // A reason is asked for with the preview, so the dry run, which records nothing, has none yet.
  const dryRun = { ...headers, Prefer: 'dry-run', ...(reason === 'required' && { 'X-Reason': 'preview' }) };
  const whole = previewOf(await options.send(dryRun));
  const changes = whole.changes.filter(({ pointer }) => !hidden.some((name) => pointer === `/${name}`));
  const preview = { ...whole, changes };
  const body = previewPart(visit, {
    preview,
    reason,
    confirm,
    danger,
    about,
    cancel,
    key: keyOf(visit.form.text('key')),
  });
  return { title, crumbs, body };
}

async function refusedAnswer<Data>(visit: Visit, options: ChangeOptions<Data>, refused: AdminRefused): Promise<Answer> {
  const { title, crumbs, form, current, cancel } = options;
  const { problem } = refused;
  if (problem.status === 412 && current !== undefined) {
    const now = await current();
    return { title, crumbs, status: 412, body: conflictPart(visit, { ...now, cancel }) };
  }
  if (form === undefined || ![400, 403, 409, 412, 422].includes(problem.status)) throw refused;
  const faults: Faults = new Map(
    (problem.errors ?? []).map(({ pointer, parameter, detail }) => [pointer ?? `/${parameter ?? ''}`, detail]),
  );
  return { title, crumbs, status: problem.status, body: await form(faults, problem) };
}
