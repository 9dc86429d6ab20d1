/**
 * The admin API, `/admin/v1`: what the operations of the directory do, over the network. This folder owns how such a call is checked and
 * answered; what may be done lies in `directory/operations`, which the command line and the pages use too.
 *
 *   access.ts       who may: one line for each operation          object-rules.ts  its rules about the object
 *   resources/      the operations, one resource a file
 *   operation.ts    what an operation is                          openapi/     OpenAPI 3.1, made from them
 *   problem.ts      refusals (RFC 9457)                           endpoint.ts  the same over HTTP
 *
 * The way of a request: route → scope → second factor → parameters and body → reason → rules of the object → Idempotency-Key → If-Match → the handler's plan →
 * a preview (`Prefer: dry-run`), or one commit of the act, its audit record, its revision and the kept answer.
 *
 * It knows no HTTP framework: `gatehouse` calls the same function on the machine itself, with the operator as the caller.
 */
import { acrLevels } from '../directory/accounts/assurance.ts';
import type { Caller, Work } from '../directory/operations/work.ts';
import { type Access, accessOf, scopesOf } from './access.ts';
import type { AdminContext } from './context.ts';
import { preview, previewOf } from './difference.ts';
import type { AdminRequest, AdminResponse } from './exchange.ts';
import { type Kept, keepAnswer, keptAnswer, requestOfKey } from './idempotency.ts';
import { permitObject } from './object-rules.ts';
import type {
  AdminCaller,
  AdminOperation,
  Input,
  Plan,
  ReadOperation,
  TextAnswer,
  WriteOperation,
} from './operation.ts';
import { parseBody, parseParameters, queryOf } from './parse.ts';
import { changedMeanwhile, checkIfMatch, checkIfNoneMatch, etagOf, hashOf } from './precondition.ts';
import { missingScope, Problem, problemDocument, problemOf } from './problem.ts';
import { allOperations } from './resources/all.ts';
import { createRouter } from './route.ts';

export interface AdminApi {
  /** Never rejects for what a caller sends. Rejects for what nobody foresaw. */
  handle(request: AdminRequest): Promise<AdminResponse>;
  /** A refusal that was found before the request came here, as an answer. */
  refuse(problem: Problem, caller?: Pick<AdminCaller, 'origin'>): AdminResponse;
}

const longestReason = 1000;
const json = { 'content-type': 'application/json' };

/** The operations over these parts. */
export function createAdminApi(context: AdminContext): AdminApi {
  const route = createRouter(allOperations);
  const typeBase = new URL('/admin/v1/problems#', context.issuer).href;

  const refuse = (problem: Problem, caller?: Pick<AdminCaller, 'origin'>): AdminResponse => ({
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', ...problem.headers },
    body: problemDocument(problem, { correlationId: caller?.origin?.requestId, typeBase }),
  });

  return {
    refuse,
    async handle(request) {
      let operation: string | undefined;
      try {
        const found = route(request.method, request.path);
        operation = found.operation.id;
        const answer =
          found.operation.kind === 'read'
            ? await answerRead(context, found.operation, request, found.params)
            : await answerWrite(context, found.operation, request, found.params);
        return { ...answer, operation };
      } catch (error) {
        const problem = problemOf(error);
        if (problem === undefined) throw error;
        return { ...refuse(problem, request.caller), operation };
      }
    },
  };
}

/** Whether the caller may ask for this operation at all. Throws Problem. */
function permit({ id, kind }: AdminOperation, caller: AdminCaller): Access {
  const line = accessOf(id);
  if (caller.local) return line;
  const missing = scopesOf(line).find((scope) => !caller.scopes.has(scope));
  if (missing !== undefined) throw missingScope(missing);
  if (kind === 'write' && caller.subject !== undefined && !caller.twoFactors) {
    throw new Problem('insufficient_user_authentication', 'Changes need a sign-in with two factors. Sign in again.', {
      headers: { 'www-authenticate': `DPoP error="insufficient_user_authentication", acr_values="${acrLevels[1]}"` },
    });
  }
  return line;
}

function inputOf(
  operation: AdminOperation,
  request: AdminRequest,
  params: Readonly<Record<string, string>>,
  explanation?: string,
): Input<never, never, never> {
  const given = queryOf(request.query);
  const { actor, origin } = request.caller;
  const caller: Caller = { actor, origin, explanation };
  return {
    params: operation.params ? parseParameters(operation.params as never, params) : undefined,
    query: operation.query ? parseParameters(operation.query as never, given) : undefined,
    body: operation.kind === 'write' && operation.body ? parseBody(operation.body as never, request.body) : undefined,
    caller,
    admin: request.caller,
  } as unknown as Input<never, never, never>;
}

async function answerRead(
  context: AdminContext,
  operation: ReadOperation,
  request: AdminRequest,
  params: Readonly<Record<string, string>>,
): Promise<AdminResponse> {
  permit(operation, request.caller);
  const input = inputOf(operation, request, params);
  const found = await operation.handle(context, input);
  const { mediaType, versioned } = operation;
  // What the schema does not name stays here: hashes never leave.
  if (mediaType) {
    const { text, headers } = found as TextAnswer;
    return { status: 200, headers: { 'content-type': mediaType, ...headers }, body: text };
  }
  const body = parseAnswer(operation.answer, found);
  const etag = versioned && (await currentEtag(context, { ...versioned(input.params), document: body }));
  const headers = { ...json, ...(etag && { etag }) };
  if (etag !== undefined && request.header('if-none-match') === etag)
    return { status: 304, headers: { etag }, body: undefined };
  return { status: 200, headers, body };
}

const parseAnswer = (schema: unknown, found: unknown): unknown =>
  (schema as { parse(value: unknown): unknown }).parse(found);

const currentEtag = async (
  { storage }: Pick<AdminContext, 'storage'>,
  { type, id, document }: { readonly type: string; readonly id: string; readonly document: unknown },
): Promise<string> => etagOf(await storage.revisions.find(type, id), document);

/** Headers hold ASCII: text beyond it comes as `UTF-8''` and percent-encoded (RFC 8187, section 3.2). Throws Problem. */
function textOf(given: string | undefined): string | undefined {
  if (!given?.toUpperCase().startsWith("UTF-8''")) return given;
  try {
    return decodeURIComponent(given.slice("UTF-8''".length)).trim();
  } catch {
    throw new Problem(
      'invalid_request',
      "After UTF-8'' X-Reason must be percent-encoded UTF-8 (RFC 8187, section 3.2).",
    );
  }
}

/** Why, in the caller's words. Throws Problem when it is needed and missing. */
function explanationOf(request: AdminRequest, { explained }: Access): string | undefined {
  const given = textOf(request.header('x-reason')?.trim());
  if (given !== undefined && given.length > longestReason) {
    throw new Problem('invalid_request', `X-Reason takes ${longestReason} characters at most.`);
  }
  if (explained && !given && !request.caller.local) {
    throw new Problem('reason_required', 'Say why in the header X-Reason; it is recorded with what is done.');
  }
  return given || undefined;
}

/** With a value or parameters too (RFC 7240, section 2): whoever names it expects that nothing is written. */
const isDryRun = (request: AdminRequest): boolean =>
  (request.header('prefer') ?? '').split(',').some((one) => /^\s*"?dry-run\b/iu.test(one));

async function answerWrite(
  context: AdminContext,
  operation: WriteOperation,
  request: AdminRequest,
  params: Readonly<Record<string, string>>,
): Promise<AdminResponse> {
  const line = permit(operation, request.caller);
  const input = inputOf(operation, request, params, explanationOf(request, line));
  await permitObject(context, [line.object ?? []].flat(), request.caller, input);
  const dryRun = isDryRun(request);
  const key = operation.method === 'post' && !dryRun ? requestOfKey(request) : undefined;
  const kept = key && (await keptAnswer(context, key));
  if (kept) return kept;
  const expected = operation.matches && (await matched(context, operation, request, input.params));
  const plan = await operation.plan(context, input);
  if (dryRun) {
    const body = parseAnswer(preview, await previewOf(plan));
    return { status: 200, headers: { ...json, 'preference-applied': 'dry-run' }, body };
  }
  const answer = answerOf(operation, plan);
  const commit = (work: Work) => {
    const known = recorded({ ...plan, work }, expected);
    return context.commit(key ? keepAnswer(context, known, key, answer) : known);
  };
  try {
    await (plan.carryOut?.(commit) ?? commit(plan.work));
  } catch (error) {
    const first = key && (await keptAnswer(context, key));
    if (first) return first;
    throw refusedCommit(error, expected !== undefined);
  }
  return operation.matches && operation.answer && plan.after !== undefined
    ? revisedAnswer(context, operation, plan, { answer, params: input.params })
    : answer;
}

/** The answer with the ETag that the object has now; an answer that is the object is the object as it was stored. */
async function revisedAnswer(
  context: AdminContext,
  { matches }: WriteOperation,
  plan: Plan,
  { answer, params }: { readonly answer: Kept; readonly params: unknown },
): Promise<Kept> {
  const now = await (matches as NonNullable<WriteOperation['matches']>)(context, params as never);
  const headers = { ...answer.headers, etag: await currentEtag(context, now) };
  return { ...answer, headers, body: plan.answer === plan.after ? now.document : answer.body };
}

/** Compares `If-Match`, or `If-None-Match`. @returns the revision that the commit must still find */
async function matched(
  context: AdminContext,
  { matches, creates }: WriteOperation,
  request: AdminRequest,
  params: unknown,
): Promise<NonNullable<Work['expected']>> {
  const look = () => (matches as NonNullable<WriteOperation['matches']>)(context, params as never);
  const found = await look();
  const { type, id } = found;
  const revision = await context.storage.revisions.find(type, id);
  // What was made since the first look has that revision already.
  const { document } = found.document === undefined ? await look() : found;
  const absent = creates && request.header('if-none-match');
  if (absent !== undefined) checkIfNoneMatch(absent, document !== undefined);
  else checkIfMatch(request.header('if-match'), document === undefined ? undefined : etagOf(revision, document));
  return { type, id, revision };
}

/** The work with what its records say of the object, where they do not say it of several. */
function recorded({ work, before, after }: Plan, expected: Work['expected']): Work {
  const hashes = { before: hashOf(before), after: hashOf(after) };
  return {
    ...work,
    events: work.events.map((event) => ({ ...hashes, ...event })),
    expected: expected ?? work.expected,
  };
}

function answerOf({ status: usual, answer: schema, creates }: WriteOperation, plan: Plan): Kept {
  const { answer, location, before } = plan;
  const status = creates && before === undefined ? 201 : usual;
  const headers = location === undefined ? {} : { location: `/admin/v1${location}` };
  if (schema === undefined) return { status, headers, body: undefined };
  return { status, headers: { ...json, ...headers }, body: parseAnswer(schema, answer) };
}

/** The commit did nothing. */
function refusedCommit(error: unknown, isMatched: boolean): unknown {
  const { code } = (error ?? {}) as { code?: unknown };
  if (code === 'lost_race') {
    return isMatched ? changedMeanwhile() : new Problem('conflict', 'Somebody did the same at this very moment.');
  }
  return code === 'conflict' ? new Problem('conflict', 'Somebody took that name at this very moment.') : error;
}
