/**
 * What an operation gives: one unit of work. An operation decides and refuses; it writes nothing itself. Whoever calls it hands the
 * work to `commit`, alone or together with more.
 */
import type { Write } from '@gatehouse/storage';
import type { Actor, AuditEntry, Origin } from '../audit/record.ts';

/** Who calls an operation, and what is known of the request; given by pages, the command line and jobs. */
export interface Caller {
  readonly actor: Actor;
  readonly origin?: Origin | undefined;
  /** The client that a user is signing in to. */
  readonly clientId?: string | undefined;
  /** Why, in words; recorded with what is done. */
  readonly explanation?: string | undefined;
}

/** What has a revision: an entry of the registry, a user, a key. */
export interface Revised {
  readonly type: string;
  readonly id: string;
}

/** Commits what comes beside the work, in commits of its own. */
export type Aside = (writes: readonly Write[]) => Promise<void>;

export interface Work {
  /** All of them or none, in this order. Mails, notices to applications and revocations are among them. */
  readonly writes: readonly Write[];
  /** Each is recorded in the same commit. */
  readonly events: readonly AuditEntry[];
  /** What an earlier one may have left undone, and must be done before the commit: safe to repeat, and harmless without it. */
  readonly beforehand?: ((aside: Aside) => Promise<unknown>) | undefined;
  /**
   * What is too slow for one commit and comes after it: safe to repeat, and worth nothing to anybody meanwhile, because the commit
   * itself ended it.
   */
  readonly afterwards?: ((aside: Aside) => Promise<unknown>) | undefined;
  /** It is done only while that is at this revision: LostRaceError otherwise. */
  readonly expected?: (Revised & { readonly revision: number }) | undefined;
}

/** All that is declared, as one: it has another revision with each change of an entry. */
export const wholeRegistry: Revised = { type: 'registry', id: 'registry' };

/** The work of an operation that finds all as it should be. */
export const nothing: Work = { writes: [], events: [] };

/** Several works as one: one commit. Throws TypeError when two of them expect something. */
export function together(...works: readonly Work[]): Work {
  const first = works.flatMap(({ beforehand }) => (beforehand ? [beforehand] : []));
  const later = works.flatMap(({ afterwards }) => (afterwards ? [afterwards] : []));
  const [expected, another] = works.flatMap((work) => work.expected ?? []);
  if (another) throw new TypeError('two works that each expect a revision are no single commit');
  return {
    writes: works.flatMap(({ writes }) => writes),
    events: works.flatMap(({ events }) => events),
    ...(expected && { expected }),
    ...(first.length > 0 && {
      async beforehand(aside: Aside) {
        for (const work of first) await work(aside);
      },
    }),
    ...(later.length > 0 && {
      async afterwards(aside: Aside) {
        for (const work of later) await work(aside);
      },
    }),
  };
}

/** Who asks before anybody has proved who it is: nobody is recorded as the actor, unless it is the client. */
export type Stranger = Partial<Caller>;

/** The record that a caller did something. */
export const eventOf = (
  { actor, origin, clientId, explanation }: Stranger,
  event: AuditEntry['event'],
  details: Omit<AuditEntry, 'event' | 'actor' | 'origin' | 'outcome'> = {},
): AuditEntry => ({ clientId, explanation, ...details, event, outcome: 'success', actor, origin });
