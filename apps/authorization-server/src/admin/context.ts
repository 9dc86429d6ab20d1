/** What operations of the admin API work with. A handler names the members that it uses. */
import type { Storage } from '@gatehouse/storage';
import type { Mailer } from '../delivery/mail/mailer.ts';
import type { ReportedServer } from '../directory/checks/profiles/facts.ts';
import type { Examination } from '../directory/checks/server.ts';
import type { ExamineUpstream } from '../directory/checks/upstream.ts';
import type { LookForChallenge } from '../directory/connections/challenge.ts';
import type { Commit } from '../directory/operations/commit.ts';
import type { Following } from '../directory/operations/followed.ts';
import type { KeyOrderDependencies } from '../directory/operations/keys.ts';
import type { HashNewPassword } from '../directory/operations/new-password.ts';
import type { Revocations } from '../directory/revocation/revocations.ts';
import type { Throttle } from '../directory/throttle/throttle.ts';

/** Stores that are read; operations of the directory write. */
export type AdminStores = Pick<
  Storage,
  | 'accounts'
  | 'apiCredentials'
  | 'artefacts'
  | 'audit'
  | 'clientUsage'
  | 'clients'
  | 'connections'
  | 'credentials'
  | 'declarations'
  | 'domainProofs'
  | 'endArtefacts'
  | 'idempotency'
  | 'identities'
  | 'outbox'
  | 'passkeys'
  | 'policies'
  | 'registrationTokens'
  | 'resources'
  | 'revisions'
  | 'revocations'
  | 'roles'
  | 'signingKeys'
  | 'statistics'
  | 'unregisteredClients'
  | 'unregisteredGrants'
  | 'upstreamSessions'
>;

export interface AdminContext extends Following {
  readonly issuer: string;
  readonly production: boolean;
  readonly storage: AdminStores;
  readonly revocations: Revocations;
  readonly commit: Commit;
  /** Absent: there is no mail server. */
  readonly mailer: Pick<Mailer, 'mail'> | undefined;
  readonly throttle: Pick<Throttle, 'forgive'>;
  readonly hashNewPassword: HashNewPassword;
  /** What orders about keys are carried out with. */
  readonly keys: KeyOrderDependencies;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Secrets by which cursors are sealed; the first seals, all open. */
  readonly cursorKeys: () => readonly string[];
  /** Looks for what usually goes wrong. */
  readonly examine: () => Promise<Examination>;
  /** Asks an upstream provider whether it fits what is declared of it. */
  readonly examineUpstream: ExamineUpstream;
  /** What reports on profiles say of this server. */
  readonly reportedServer: ReportedServer;
  /** Asks the DNS for the proof of a domain. */
  readonly lookForChallenge: LookForChallenge;
  /** Settings in force, without secrets. */
  readonly redactedSettings: () => Readonly<Record<string, unknown>>;
}
