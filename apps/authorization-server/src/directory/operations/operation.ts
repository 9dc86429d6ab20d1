/** What is said of each operation: see operations.ts. */
import type { MailKind } from '../../delivery/mail/message.ts';
import type { AuditEvent } from '../audit/events.ts';
import type { Ending } from './ending.ts';

export interface Operation {
  /** Whose right it is, beside the operator's; `system`: the server does it by itself. */
  readonly by: 'operator' | 'user or operator' | 'user' | 'client' | 'system';
  readonly event: AuditEvent;
  readonly ends: readonly Ending[];
  /** Mails to the user, and notices by back-channel logout. */
  readonly tells: readonly (MailKind | 'applications')[];
  /** Failed attempts of the user are forgotten. */
  readonly forgives?: true;
}
