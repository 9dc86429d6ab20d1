/**
 * The record of who read or changed whose object: one JSON object a line, with the fields that all services share.
 * It carries no token, and a record that cannot be written never changes an answer; it is counted instead.
 */
import { type Logger, withoutCredentials } from '@gatehouse/logging';
import type { Principal } from './principal.ts';

/** The events of this service, a closed list. */
export type AuditEvent =
  | 'user.read'
  | 'user.change'
  | 'user.remove'
  | 'user.list'
  | 'invoice.list'
  | 'invoice.create'
  | 'invoice.read'
  | 'invoice.approve';

/** What happened, to which object, and where the request came from. */
export interface AuditEntry {
  readonly event: AuditEvent;
  readonly principal: Principal;
  readonly jti: string | undefined;
  readonly target: { readonly type: 'user' | 'invoice'; readonly id: string | undefined };
  /** Stable code of the refusal; undefined for a success. */
  readonly reason?: string | undefined;
  readonly ip: string;
  readonly userAgent: string | undefined;
}

/** Writes one record; never throws. */
export type Audit = (entry: AuditEntry) => void;

/**
 * @param logger its lines are the audit stream, marked `audit: true`
 * @param onFailure called when a record could not be written
 */
export function createAudit(logger: Logger, onFailure: (error: unknown) => void): Audit {
  const stream = logger.child({ audit: true });
  return ({ event, principal, jti, target, reason, ip, userAgent }) => {
    try {
      stream.info({
        event,
        outcome: reason === undefined ? 'success' : 'failure',
        reason,
        actor: { type: principal.kind, id: principal.subject },
        issuer: principal.issuer,
        client_id: principal.clientId,
        subject: principal.subject,
        // A caller names the object; who it is was verified.
        target: { ...target, id: target.id && withoutCredentials(target.id) },
        ip,
        user_agent: userAgent && withoutCredentials(userAgent),
        jti,
      });
    } catch (error) {
      onFailure(error);
    }
  };
}
