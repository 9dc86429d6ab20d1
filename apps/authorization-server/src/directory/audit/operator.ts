/** What an operator did by the command line, as audit records in the commit of the act itself. */
import type { Storage, Write } from '@gatehouse/storage';
import type { OperatorEvent } from './events.ts';

export interface OperatorAct {
  readonly event: OperatorEvent;
  readonly target: {
    readonly type: 'key' | 'grant' | 'user' | 'client' | 'everything' | 'api_key' | 'service_account' | 'registry';
    readonly id: string;
  };
  readonly subject?: string | undefined;
  readonly clientId?: string | undefined;
  /** Names of what is another way now; never the values. */
  readonly changed?: readonly string[] | undefined;
  /** What ended with it. */
  readonly ended?: readonly string[] | undefined;
}

/** The records that were made with a database, for the stream; a command opens one. */
const records = new WeakMap<Storage, object[]>();

/** The write that records it. */
export function operatorRecord(storage: Storage, act: OperatorAct): Write {
  const { event, target, subject, clientId, changed, ended } = act;
  const data = {
    time: new Date().toISOString(),
    event,
    outcome: 'success',
    actor: { type: 'operator', id: 'cli' },
    client_id: clientId,
    subject,
    target,
    changed,
    ended,
  };
  records.set(storage, [...(records.get(storage) ?? []), data]);
  return storage.audit.writes.append({ type: event, accountId: subject, clientId, data });
}

/** What was recorded, as lines of the stream. To be asked for once the command has succeeded. */
export const operatorLines = (storage: Storage): string =>
  (records.get(storage) ?? []).map((record) => `${JSON.stringify(record)}\n`).join('');
