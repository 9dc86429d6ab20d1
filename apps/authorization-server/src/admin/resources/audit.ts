/** Audit records: `/audit`. Reading them is not recorded; nobody can change them. */
import type { AuditRecord as StoredRecord } from '@gatehouse/storage';
import { z } from 'zod';
import { auditEvents } from '../../directory/audit/events.ts';
import type { AdminContext } from '../context.ts';
import { nextAddress, openCursor, pageOf, pageQuery, sealCursor } from '../cursor.ts';
import { read } from '../operation.ts';
import { Problem } from '../problem.ts';

const who = z.object({ type: z.string(), id: z.string() });

/** A record as the audit file has it, with the identifier of its row. */
const auditRecord = z
  .looseObject({
    id: z.string().describe('Sorts by time'),
    time: z.iso.datetime(),
    event: z.string(),
    outcome: z.string().optional(),
    reason: z.string().optional().describe('Stable code'),
    request_id: z.string().optional().describe('Joins what one request did, in all programs'),
    actor: who.optional(),
    act: z.array(z.string()).optional().describe('Who acts for the actor, the newest first'),
    target: who.optional(),
    client_id: z.string().optional(),
    subject: z.string().optional(),
    issuer: z.string().optional().describe('Of the identity at an upstream provider'),
    ip: z.string().optional(),
    explanation: z.string().optional().describe('X-Reason of the request, or what an upstream provider did wrong'),
    before: z.string().optional().describe('SHA-256 of the object before, base64url'),
    after: z.string().optional().describe('SHA-256 of the object after, base64url'),
  })
  .meta({ id: 'AuditRecord' });

const events = new Set<string>(auditEvents);
/** What was made so long ago comes from no instance any more. */
const settledMs = 15_000;

const many = z.union([z.string(), z.array(z.string())]);

const filters = {
  event: many.optional().describe('Events such as user.disabled; user.* for all that begin so. May be repeated'),
  actor: z.string().max(256).optional().describe('Identifier of who did it'),
  user: z.string().max(256).optional().describe('Identifier of the user that it is about'),
  client: z.string().max(128).optional().describe('Identifier of the client that it is about'),
  target_type: z.string().max(64).optional().describe('What it was done to, such as client'),
  target_id: z.string().max(2000).optional().describe('Which of them; needs target_type'),
  outcome: z.enum(['success', 'failure']).optional().describe('How it ended'),
  since: z.iso.datetime({ offset: true }).optional().describe('From then on'),
  until: z.iso.datetime({ offset: true }).optional().describe('Up to then'),
  tokens: z
    .stringbool()
    .default(true)
    .describe('false leaves out records of single tokens; searches by actor or target are fast then'),
};

const listQuery = z.object({
  ...pageQuery,
  ...filters,
  order: z.enum(['newest', 'oldest']).default('newest').describe('Which come first'),
});

/** Names of the closed list; `user.*` stands for all that begin so. Throws Problem. */
function namesOf(asked: string | readonly string[] | undefined): string[] | undefined {
  if (asked === undefined) return undefined;
  return [asked].flat().flatMap((name) => {
    const found = name.endsWith('.*')
      ? [...events].filter((one) => one.startsWith(name.slice(0, -1)))
      : [name].filter((one) => events.has(one));
    if (found.length > 0) return found;
    throw new Problem('invalid_request', `event: there is no event ${name.slice(0, 64)}`, {
      faults: [{ parameter: 'event', detail: 'is no event; GET /audit/events lists them' }],
    });
  });
}

const secondsOf = (moment: string | undefined): number | undefined =>
  moment === undefined ? undefined : Math.floor(Date.parse(moment) / 1000);

const documentOf = ({ id, at, type, data }: StoredRecord) => ({ ...data, id, time: at.toISOString(), event: type });

async function pageFrom(
  storage: Pick<AdminContext['storage'], 'audit'>,
  query: z.output<typeof listQuery>,
  place: string | undefined,
) {
  const {
    limit,
    event,
    actor,
    user,
    client,
    target_type: type,
    target_id: id,
    outcome,
    since,
    until,
    tokens,
    order,
  } = query;
  if (id !== undefined && type === undefined) {
    throw new Problem('invalid_request', 'target_id needs target_type.', {
      faults: [{ parameter: 'target_type', detail: 'is missing' }],
    });
  }
  return storage.audit.list({
    type: namesOf(event),
    actorId: actor,
    accountId: user,
    clientId: client,
    target: type === undefined ? undefined : { type, id },
    outcome,
    tokenRecords: tokens,
    order,
    ...(order === 'newest' ? { beforeId: place } : { afterId: place }),
    sinceSeconds: secondsOf(since),
    untilSeconds: secondsOf(until),
    limit: limit + 1,
  });
}

/** A page, and its last identifier when there is more. */
async function listed(
  { storage, cursorKeys }: Pick<AdminContext, 'storage' | 'cursorKeys'>,
  operation: string,
  query: z.output<typeof listQuery>,
  until = query.until,
) {
  const { cursor, limit, ...rest } = query;
  const list = `${operation} ${JSON.stringify(rest)}`;
  const place = cursor === undefined ? undefined : (openCursor(cursorKeys(), list, cursor) as string);
  const found = await pageFrom(storage, { ...query, until }, place);
  const items = found.slice(0, limit);
  const last = items.at(-1)?.id;
  return {
    items,
    cursor: last === undefined ? cursor : sealCursor(cursorKeys(), list, last),
    hasMore: found.length > limit,
  };
}

export const audit = [
  read({
    id: 'listAuditRecords',
    path: '/audit',
    summary: 'Search the audit records',
    query: listQuery,
    answer: pageOf(auditRecord),
    async handle(context, { query }) {
      const { items, cursor, hasMore } = await listed(context, 'listAuditRecords', query);
      const { cursor: _given, event, tokens, ...rest } = query;
      const address = nextAddress('/audit', { ...rest, ...(tokens ? {} : { tokens: 'false' }), cursor });
      const named = [event ?? []].flat().map((name) => `&event=${encodeURIComponent(name)}`);
      return { items: items.map(documentOf), next: hasMore ? address + named.join('') : undefined };
    },
  }),
  read({
    id: 'listAuditEvents',
    path: '/audit/events',
    summary: 'All events that can be recorded',
    answer: z.object({ items: z.array(z.string()) }),
    handle: async () => ({ items: auditEvents }),
  }),
  read({
    id: 'exportAuditRecords',
    path: '/audit/export',
    summary: 'Audit records as JSON lines, oldest first',
    description:
      'For systems that collect them. The header Cursor has what to send as `cursor` next time, also when nothing is new. Records appear here 15 seconds after they were made: instances write by clocks of their own, and none is to come before one that was given already. docs/audit-record.schema.json describes a line.',
    query: z.object({ ...pageQuery, event: filters.event, since: filters.since, tokens: filters.tokens }),
    answer: z.string(),
    mediaType: 'application/x-ndjson',
    async handle(context, { query }) {
      const until = new Date(context.clock() - settledMs).toISOString();
      const { items, cursor } = await listed(context, 'exportAuditRecords', { ...query, order: 'oldest' }, until);
      const lines = items.map((one) => `${JSON.stringify(documentOf(one))}\n`).join('');
      return { text: lines, headers: cursor === undefined ? {} : { cursor } };
    },
  }),
  read({
    id: 'getAuditTrail',
    path: '/audit/requests/{request_id}',
    summary: 'Everything that one request did, oldest first',
    params: z.object({ request_id: z.string().max(256).describe('Correlation id, as in X-Request-Id') }),
    answer: z.object({ items: z.array(auditRecord) }),
    handle: async ({ storage }, { params }) => ({
      items: (await storage.audit.listOfRequest(params.request_id, { limit: 200 })).map(documentOf),
    }),
  }),
];
