/** The one format of audit records: who did what to what, as a line of the stream and as the `data` of its row. */
import { hash } from 'node:crypto';
import { withoutCredentials } from '@gatehouse/logging';
import type { AuditInput } from '@gatehouse/storage';
import type { AuditEvent } from './events.ts';
import type { AuditRecord } from './schema.ts';

export type { AuditRecord } from './schema.ts';

/** Who does something. The name of an operator is what the command line gives: it is written down and never trusted. */
export interface Actor {
  readonly type: 'user' | 'operator' | 'client' | 'system';
  readonly id: string;
  /** Who acts for it, the newest first (RFC 8693, section 4.1). */
  readonly act?: readonly string[] | undefined;
}

/** What is known of the request by which it is done; nothing for what this server or a command does by itself. */
export interface Origin {
  readonly requestId?: string | undefined;
  readonly address?: string | undefined;
  readonly userAgent?: string | undefined;
}

/** What a caller knows of an event. */
export interface AuditEntry {
  readonly event: AuditEvent;
  readonly outcome: 'success' | 'failure';
  /** Stable code. */
  readonly reason?: string | undefined;
  /** Unless named it is the subject, or else the client. */
  readonly actor?: Actor | undefined;
  readonly origin?: Origin | undefined;
  readonly clientId?: string | undefined;
  readonly subject?: string | undefined;
  readonly grantId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly jti?: string | undefined;
  /** What it was done to. */
  readonly target?: AuditTarget | undefined;
  /** The issuer of an identity at an upstream provider. */
  readonly issuer?: string | undefined;
  /** Who acts for the subject, the newest first (RFC 8693, section 4.1). */
  readonly act?: readonly string[] | undefined;
  /** Names of what is another way now; never the values. */
  readonly changed?: readonly string[] | undefined;
  /** What ended with it. */
  readonly ended?: readonly string[] | undefined;
  /** Why, in the words of who did it. */
  readonly explanation?: string | undefined;
  /** SHA-256 of what it was done to, as JSON, before and after; absent where there was, or is, nothing. */
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

export interface AuditTarget {
  readonly type: string;
  readonly id: string;
}

/** Names that the server gives and publishes: the thumbprint that names a signing key looks like a token. */
const isOurs = ({ type, id }: { readonly type: string; readonly id: string }): boolean =>
  type === 'key' && id.length <= 128;

/** Callers choose it, or may. */
const clean = (text: string | undefined) => text && withoutCredentials(text);

/** How records name sessions and grants, so that whoever reads them has nothing to use. */
export const recordedId = (id: string): string => hash('sha256', id, 'base64url');

const hashed = (id: string | undefined) => (id === undefined ? undefined : recordedId(id));

function actorOf({ actor, subject, clientId }: AuditEntry): AuditRecord['actor'] {
  if (actor !== undefined) return { type: actor.type, id: withoutCredentials(actor.id) };
  if (subject !== undefined) return { type: 'user', id: withoutCredentials(subject) };
  return clientId === undefined ? undefined : { type: 'client', id: withoutCredentials(clientId) };
}

/** The record of an entry. @param nowMs milliseconds since the epoch */
export function recordOf(entry: AuditEntry, nowMs: number, origin: Origin | undefined = entry.origin): AuditRecord {
  const { target, actor } = entry;
  return {
    time: new Date(nowMs).toISOString(),
    event: entry.event,
    outcome: entry.outcome,
    reason: clean(entry.reason),
    request_id: origin?.requestId,
    actor: actorOf(entry),
    client_id: clean(entry.clientId),
    subject: clean(entry.subject),
    ip: origin?.address,
    user_agent: clean(origin?.userAgent),
    session_id: hashed(entry.sessionId),
    grant_id: hashed(entry.grantId),
    jti: entry.jti,
    target: target && { type: target.type, id: isOurs(target) ? target.id : withoutCredentials(target.id) },
    issuer: clean(entry.issuer),
    act: (entry.act ?? actor?.act)?.map((one) => withoutCredentials(one)),
    changed: entry.changed,
    ended: entry.ended,
    explanation: clean(entry.explanation),
    before: entry.before,
    after: entry.after,
  };
}

/** The record as its row keeps it. */
export const rowOf = (record: AuditRecord): AuditInput => ({
  type: record.event,
  accountId: record.subject,
  clientId: record.client_id,
  data: record,
});

/** The record as a line of the stream. */
export const lineOf = (record: AuditRecord): string => `${JSON.stringify(record)}\n`;
