/** Whether the database keeps what it acknowledged: through a power cut, and when another server takes over. */
import type { Durability } from '@gatehouse/storage';
import { type Finding, fault, ok, skipped, warning } from './finding.ts';

export interface DurabilitySettings {
  /** The operator says that the storage beneath the database keeps writes by itself. */
  readonly databaseStorageIsDurable: boolean;
}

/** What a crash of the server's machine may cost; undefined: nothing. */
export function losesCommits(
  { fsync, fullPageWrites }: Pick<Durability, 'fsync' | 'fullPageWrites'>,
  { databaseStorageIsDurable }: DurabilitySettings,
): Finding | undefined {
  const off = [...(fsync ? [] : ['fsync']), ...(fullPageWrites ? [] : ['full_page_writes'])];
  if (off.length === 0) return undefined;
  const check = `PostgreSQL runs with ${off.map((name) => `${name}=off`).join(' and ')}`;
  if (databaseStorageIsDurable) return ok(`${check}, and its storage is said to keep writes by itself`);
  const change = off.map((name) => `"alter system set ${name} = on"`).join(', ');
  return fault(
    check,
    `a power cut loses acknowledged sign-ins and revocations, or the whole database: ${change} and "select pg_reload_conf()" as a superuser; where its storage keeps whole pages by itself, set GATEHOUSE_DATABASE_STORAGE_IS_DURABLE=true`,
  );
}

const WHAT_IS_LOST =
  'loses acknowledged revocations and rotations: revoked tokens are accepted again, and refresh tokens that were used are valid again';
const WHAT_TO_DO =
  'Patroni: synchronous_mode: true and synchronous_mode_strict: true; else set synchronous_standby_names (docs/scaling.md)';

/**
 * What a failover costs: `fault` where it is meant to happen by itself, as several hosts and a pooler before standbys show, and
 * loses something. Undefined: nothing follows the server.
 */
export function losesInFailover(durability: Durability): Finding | undefined {
  const { hosts, pooled, synchronousStandbyNames: names, standbys } = durability;
  if (names === '') {
    if (hosts > 1) {
      return fault(
        `the database URL names ${hosts} hosts, and no standby is synchronous`,
        `a failover ${WHAT_IS_LOST}. ${WHAT_TO_DO}`,
      );
    }
    if (!standbys?.count) return undefined;
    const check = `standbys of the database follow asynchronously (${standbys.count})`;
    if (pooled) return fault(check, `a failover ${WHAT_IS_LOST}. ${WHAT_TO_DO}`);
    return warning(
      check,
      `if one of them takes over, that ${WHAT_IS_LOST}. Where a failover is automatic: ${WHAT_TO_DO}`,
    );
  }
  const check = `commits wait for a standby (synchronous_standby_names: ${names})`;
  if (standbys && (standbys.synchronous ?? standbys.count) === 0) {
    return fault(
      check,
      'none follows, so every write waits and is answered 503: start a standby. What was acknowledged is safe',
    );
  }
  if (standbys?.synchronous === undefined)
    return ok(`${check}; which follow is told to members of pg_monitor ("grant pg_monitor to" this user)`);
  const others = standbys.count - standbys.synchronous;
  return ok(`${check}, and ${standbys.synchronous} does; ${others} more follow asynchronously`);
}

/** `off` and `local` acknowledge what no disk, or no standby, has. Sessions of this server never work with them. */
function commitFinding({ synchronousCommit }: Durability): Finding {
  const check = `commits are durable when they are acknowledged (synchronous_commit: ${synchronousCommit}`;
  const raised = ['off', 'local'].includes(synchronousCommit);
  return ok(raised ? `${check} for this user, raised to "on" by Gatehouse for its own sessions)` : `${check})`);
}

/** @param durability undefined: it is no PostgreSQL */
export function durabilityFindings(
  durability: Durability | undefined,
  settings: DurabilitySettings,
): readonly Finding[] {
  if (!durability) return [];
  const { standbys, pooled, poolMode } = durability;
  const alone = standbys
    ? 'no other server follows this one'
    : 'this user may not see pg_stat_replication: grant pg_monitor to it, and look again';
  return [
    losesCommits(durability, settings) ?? ok('PostgreSQL writes through to its disk (fsync, full_page_writes)'),
    commitFinding(durability),
    losesInFailover(durability) ?? skipped('standbys of the database', alone),
    ...(pooled
      ? [
          ok(
            `the database is reached through a pooler (pool_mode: ${poolMode ?? 'unknown'}): registry changes and revocations are polled for, twice a second`,
          ),
        ]
      : []),
  ];
}
