/**
 * The typed client of the admin API. The console uses it over the network, the `gatehouse` command over the network or on the
 * machine itself, by a `fetch` that leads there.
 */
import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './paths.ts';

export type { components, operations, paths } from './paths.ts';

/** The client: `client.GET('/clients/{client_id}', { params: { path: { client_id: 'web' } } })`. */
export type AdminClient = Client<paths>;
/** What a refusal says (RFC 9457). */
export type AdminProblem = components['schemas']['Problem'];
/** What a dry run answers. */
export type AdminPreview = components['schemas']['Preview'];

/** A call that was refused. */
export class AdminRefused extends Error {
  override readonly name = 'AdminRefused';
  readonly problem: AdminProblem;

  constructor(problem: AdminProblem) {
    super(problem.detail);
    this.problem = problem;
  }

  get code(): string {
    return this.problem.code;
  }
}

/**
 * @param base the address of the API, such as `https://login.example.com/admin/v1`
 * @param fetch sends the request, with the access token
 */
export const createAdminClient = (base: string, fetch: (request: Request) => Promise<Response>): AdminClient =>
  createClient<paths>({ baseUrl: base, fetch });

interface Answered<Data> {
  readonly data?: Data | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/** The answer of a call that was no dry run. Throws AdminRefused with what the server said. */
export function answerOf<Data>({ data, error, response }: Answered<Data>): Exclude<Data, AdminPreview> {
  if (response.ok) return data as Exclude<Data, AdminPreview>;
  throw new AdminRefused(problemIn(error, response));
}

/** What a read answered, and the ETag to send as If-Match with a change of it. Throws AdminRefused. */
export function seenOf<Data>(answered: Answered<Data>): {
  readonly seen: Exclude<Data, AdminPreview>;
  readonly etag: string;
} {
  return { seen: answerOf(answered), etag: answered.response.headers.get('etag') ?? '' };
}

/** The answer of a dry run (`Prefer: dry-run`). Throws AdminRefused as the call itself would. */
export function previewOf({ data, error, response }: Answered<unknown>): AdminPreview {
  if (response.ok) return data as AdminPreview;
  throw new AdminRefused(problemIn(error, response));
}

/** What stands between the client and the server may answer in other words. */
function problemIn(error: unknown, { status, headers }: Response): AdminProblem {
  const given = (typeof error === 'object' ? error : undefined) as Partial<AdminProblem> | undefined;
  if (given?.code !== undefined && given.detail !== undefined) return given as AdminProblem;
  const correlationId = headers.get('x-request-id') ?? undefined;
  return {
    type: 'about:blank',
    title: `The answer was ${status}`,
    status,
    detail: `The admin API answered ${status} without saying why.`,
    code: 'unexpected_answer',
    ...(correlationId !== undefined && { correlation_id: correlationId }),
  };
}

interface Page<Entry> {
  readonly items: readonly Entry[];
  readonly next?: string | undefined;
}

/** Where the page after this one begins; undefined on the last one. */
export const cursorOf = ({ next }: Pick<Page<unknown>, 'next'>): string | undefined =>
  next === undefined ? undefined : (new URL(next, 'https://localhost').searchParams.get('cursor') ?? undefined);

/** All entries of a list, page by page. @param page asks for one page */
export async function allEntries<Entry>(
  page: (query: { readonly limit: number; readonly cursor?: string }) => Promise<Page<Entry>>,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  let cursor: string | undefined;
  do {
    // eslint-disable-next-line no-await-in-loop -- each page says where the next begins
    const answered = await page({ limit: 200, ...(cursor !== undefined && { cursor }) });
    entries.push(...answered.items);
    cursor = cursorOf(answered);
  } while (cursor !== undefined);
  return entries;
}
