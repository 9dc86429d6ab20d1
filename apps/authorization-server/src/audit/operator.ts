/** What an operator did by the command line, as audit records in the commit of the act itself. */
import type { Storage, Write } from '@gatehouse/storage';

/** Events that no request causes. */
export type OperatorEvent =
  | 'key.rotated'
  | 'key.retired'
  | 'key.revoked'
  | 'token.revoked'
  | 'user.disabled'
  | 'user.enabled'
  | 'user.sessions_ended'
  | 'user.password_changed'
  | 'client.disabled'
  | 'api_key.added'
  | 'api_key.revoked'
  | 'service_account.added'
  | 'service_account.revoked';

export interface OperatorAct {
  readonly event: OperatorEvent;
  readonly target: {
    readonly type: 'key' | 'grant' | 'user' | 'client' | 'everything' | 'api_key' | 'service_account';
    readonly id: string;
  };
  readonly subject?: string | undefined;
  readonly clientId?: string | undefined;
}

/** The write that records it. */
export function operatorRecord(storage: Storage, { event, target, subject, clientId }: OperatorAct): Write {
  return storage.audit.writes.append({
    type: event,
    accountId: subject,
    clientId,
    data: {
      time: new Date().toISOString(),
      event,
      outcome: 'success',
      actor: { type: 'operator', id: 'cli' },
      client_id: clientId,
      subject,
      target,
    },
  });
}
