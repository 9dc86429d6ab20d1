/**
 * The directory owns users, clients, APIs and signing keys, and what may be done to them. Pages, the command line and the protocol
 * stand above it and call it; it knows neither Express nor oidc-provider. This file opens it.
 *
 *   registry/     what an operator declares in a file, applied entry by entry: a caller of operations, as a command is
 *   operations/   the verbs; operations.ts lists them all with what each ends and whom it tells
 *   checks/       what usually goes wrong, for `gatehouse doctor` and the admin API
 *   keys/         signing keys: the plan of their rotation, who makes them, how a plan is carried out
 *   revocation/   what ends with what (end.ts), what is remembered of it, notices to applications
 *   clients/      resources/      accounts/      connections/   the nouns: what they are and how they are looked up
 *   audit/        the record of what was done      throttle/  how many attempts there may be      statistics/  how often what happened
 *
 * The way of an act: a page, a command or a job names a caller (`Caller`: who, and what is known of the request) and asks an operation.
 * The operation reads, decides, and refuses (`OperationRefused`, with a stable code) or gives `Work`: writes, among them mails, notices
 * and revocations, and an event for each thing done. `commit` puts both into one transaction, then gives the records to the
 * stream and wakes the outbox. Nobody else writes what users, clients and keys are.
 */
import type { IncomingMessage } from 'node:http';
import type { Logger } from '@gatehouse/logging';
import type { Storage } from '@gatehouse/storage';
import type { Registry as Metrics } from 'prom-client';
import type { OutboundFetch } from '../delivery/outbound/guard.ts';
import { type Accounts, createAccounts } from './accounts/accounts.ts';
import type { Argon2idCost } from './accounts/argon2id.ts';
import { openBreachList } from './accounts/breach-list.ts';
import { measureAttempts } from './accounts/metrics.ts';
import { createPasswordHasher, type PasswordHasher } from './accounts/password-hash.ts';
import { createPasswordRules, type PasswordRules } from './accounts/password-rules.ts';
import { type Audit, createAudit } from './audit/audit.ts';
import { countAuditFailures } from './audit/failures.ts';
import type { AuditRecord, Origin } from './audit/record.ts';
import { openAuditStream } from './audit/stream.ts';
import type { TokenRecords } from './audit/token-records.ts';
import type { createExamineUpstream, ExamineUpstream } from './checks/upstream.ts';
import { accountClient, commandClient } from './clients/built-in.ts';
import { type Clients, createClients } from './clients/clients.ts';
import { type Connections, createConnections } from './connections/connections.ts';
import { withFailureLog } from './connections/upstream/failure-log.ts';
import { upstreamOnDemand } from './connections/upstream/on-demand.ts';
import type { Upstream } from './connections/upstream/upstream.ts';
import { createCommit } from './operations/commit.ts';
import { declareAdminApi } from './registry/admin-api.ts';
import { applyAtStart } from './registry/apply-at-start.ts';
import { developmentSecrets } from './registry/development-secrets.ts';
import { knownFrom } from './registry/known.ts';
import { loadRegistry } from './registry/load.ts';
import { createPolicies, type Policies } from './registry/policies.ts';
import { adminIndicator } from './resources/admin-api.ts';
import { createResources, type Resources } from './resources/resources.ts';
import { createRevocations, type Revocations } from './revocation/revocations.ts';
import { limitsFrom, type SignInLimits } from './throttle/limits.ts';
import { createThrottle, type Throttle } from './throttle/throttle.ts';
import { createDocuments } from './unregistered/documents.ts';
import { type ClientLogos, createClientLogos } from './unregistered/logos.ts';
import { createUnregisteredClients } from './unregistered/unregistered.ts';

export interface DirectorySettings {
  readonly issuer: string;
  /** Secrets that the registry leaves out are made and kept in `stateDirectory`; passwords may stand in it. */
  readonly development: boolean;
  readonly stateDirectory: string;
  /** Files and folders. */
  readonly registryFile: readonly string[];
  readonly passwordHashConcurrency: number;
  readonly passwordHashQueue: number;
  readonly breachedPasswordsFile: string | undefined;
  readonly auditFile: string | undefined;
  readonly tokenRecords: TokenRecords;
  readonly signInLimits: SignInLimits;
  /** There is an admin API for the `gatehouse` command of operators elsewhere. */
  readonly commandClient: boolean;
}

export interface Directory {
  /** What holds for all users, and the look of all pages. */
  readonly policies: Policies;
  readonly accounts: Accounts;
  readonly hasher: PasswordHasher;
  readonly passwordRules: PasswordRules;
  readonly clients: Clients;
  readonly logos: ClientLogos;
  /** Upstream providers. */
  readonly connections: Connections;
  /** How they are asked. */
  readonly upstream: Upstream;
  /** Whether what is declared of one fits what is there. */
  readonly examineUpstream: ExamineUpstream;
  readonly resources: Resources;
  readonly throttle: Throttle;
  readonly audit: Audit;
  readonly revocations: Revocations;
  /** Registers the metrics. */
  measure(metrics: Metrics): void;
  /** Opens the files again that another program has renamed. */
  reopenFiles(): void;
  /** Writes what waits, and closes what was opened. */
  close(): Promise<void>;
}

/** Clients of operators, our own, and those that nobody registered. */
function openClients(
  { issuer, commandClient: hasCommandClient }: DirectorySettings,
  {
    storage,
    clock,
    policies,
    outboundFetch: fetch,
  }: { storage: Storage; clock: () => number; policies: Policies; outboundFetch: OutboundFetch },
): Pick<Directory, 'clients' | 'logos'> {
  const logos = createClientLogos({ storage, fetch, clock });
  const unregistered = createUnregisteredClients({
    outOfReach: [adminIndicator(issuer)],
    storage,
    policy: {
      get current() {
        return policies.current.unregisteredClients;
      },
      onChange: (callback) => policies.onChange(callback),
    },
    documents: createDocuments({ storage, fetch, clock }),
    logos,
  });
  const builtIn = [accountClient(issuer), ...(hasCommandClient ? [commandClient(issuer)] : [])];
  return { clients: createClients(storage, clock, builtIn, unregistered), logos };
}

const openHasher = (
  { passwordHashConcurrency: concurrency, passwordHashQueue: queue }: DirectorySettings,
  { logger, passwordHashCost: cost }: { readonly logger: Logger; readonly passwordHashCost?: Argon2idCost | undefined },
): PasswordHasher =>
  createPasswordHasher({
    concurrency,
    queue,
    cost,
    onThreadError: (err) => logger.error({ err }, 'a password was not hashed, its request is answered with 503'),
  });

/** An examination loads the modules that it needs. */
const examineOnDemand =
  (dependencies: Parameters<typeof createExamineUpstream>[0]): ExamineUpstream =>
  async (connection) =>
    await (await import('./checks/upstream.ts')).createExamineUpstream(dependencies)(connection);

/** Opens it, and applies the registry. */
export async function openDirectory(
  settings: DirectorySettings,
  dependencies: {
    readonly storage: Storage;
    readonly logger: Logger;
    /** Milliseconds since the epoch. */
    readonly clock: () => number;
    readonly originOf: (request: IncomingMessage) => Origin;
    /** Every request to an address that a client chose goes out by it (AS-19). */
    readonly outboundFetch: OutboundFetch;
    /** Gets each audit record beside the database and the file. */
    readonly onAuditRecord?: ((record: AuditRecord) => void) | undefined;
    /** For tests alone. */
    readonly passwordHashCost?: Argon2idCost | undefined;
  },
): Promise<Directory> {
  const { storage, logger, clock } = dependencies;
  const { development } = settings;
  const hasher = openHasher(settings, dependencies);
  // Nothing may be sealed with a wrong key before it shows that the database needs another.
  await storage.signingKeys.list();
  const registry = loadRegistry(settings.registryFile, {
    passwordsAllowed: development,
    known: await knownFrom(storage),
    issuer: settings.issuer,
    onWarning: (line) => logger.warn(line),
  });
  const auditFailures = countAuditFailures(logger);
  const auditStream = settings.auditFile ? openAuditStream(settings.auditFile, logger, auditFailures) : undefined;
  const audit = createAudit({
    ...dependencies,
    stream: auditStream,
    onRecord: dependencies.onAuditRecord,
    tokenRecords: settings.tokenRecords,
    onFailure: (error, lost) => auditFailures.database(error, lost),
  });
  // The outbox does not run yet.
  const commit = createCommit({ storage, audit, wake: () => undefined });
  for (const role of await declareAdminApi({ storage, commit }, settings.issuer)) {
    logger.warn(
      { role },
      `the role ${role} gives nothing of the admin API, as it was declared for something else; "gatehouse roles grant ${role} --scope ${adminIndicator(settings.issuer)}=…" gives it scopes of it`,
    );
  }
  await applyAtStart(
    {
      storage,
      commit,
      source: settings.registryFile.join(', '),
      hasher,
      logger,
      development: development
        ? developmentSecrets(settings.stateDirectory, (file) => logger.info({ file }, 'made a secret'))
        : undefined,
    },
    registry,
  ).catch(async (error: unknown) => {
    await auditStream?.close();
    throw error;
  });
  const onError = (error: unknown) => logger.error({ err: error }, 'request failed');
  const resources = await createResources(storage, onError);
  const policies = await createPolicies(storage, onError);
  const throttle = createThrottle({ storage, clock, limits: limitsFrom(settings.signInLimits) });
  const breachList = settings.breachedPasswordsFile ? await openBreachList(settings.breachedPasswordsFile) : undefined;
  return {
    policies,
    accounts: createAccounts(storage, hasher),
    hasher,
    passwordRules: createPasswordRules({
      serviceNames: () => [new URL(settings.issuer).hostname, policies.current.branding.name ?? ''],
      breachList,
    }),
    ...openClients(settings, { ...dependencies, policies }),
    connections: await createConnections(storage, onError),
    upstream: withFailureLog(upstreamOnDemand({ fetch: dependencies.outboundFetch, clock }), { logger, clock }),
    examineUpstream: examineOnDemand({ fetch: dependencies.outboundFetch, clock, issuer: settings.issuer }),
    resources,
    throttle,
    audit,
    revocations: createRevocations(storage, clock),
    measure(metrics) {
      auditFailures.measure(metrics);
      measureAttempts(hasher, throttle, metrics);
    },
    reopenFiles: () => auditStream?.reopen(),
    async close() {
      hasher.close();
      await breachList?.close();
      await audit.flush();
      await auditStream?.close();
    },
  };
}
