/** Where `gatehouse audit list` reads: the database beside it, or the admin API of a server elsewhere. */
import { type AdminClient, AdminRefused, answerOf, cursorOf } from '@gatehouse/admin-client';
import type { AuditRecord, Storage } from '@gatehouse/storage';
import { knownUser as userOfStorage } from '../directory/accounts/names.ts';
import { knownUser } from './known-user.ts';
import { isElsewhere, type ServerOption } from './login/server-option.ts';
import { withStorage } from './settings.ts';

export interface Wanted {
  readonly sinceSeconds?: number | undefined;
  readonly untilSeconds?: number | undefined;
  readonly type?: readonly string[] | undefined;
  readonly accountId?: string | undefined;
  readonly clientId?: string | undefined;
}

export interface AuditSource {
  /** The newest records that match, newest first. */
  newest(wanted: Wanted, limit: number): Promise<AuditRecord[]>;
  /** The identifier of a user; whoever was deleted is known by it alone. Rejects for nobody. */
  accountIdOf(user: string): Promise<string>;
  /** Undefined for a user who is there no more, or may not be seen. */
  loginOf(accountId: string): Promise<string | undefined>;
}

export async function withAuditSource(
  options: ServerOption,
  work: (source: AuditSource) => Promise<void>,
): Promise<void> {
  if (!isElsewhere(options)) return withStorage((storage) => work(ofStorage(storage)));
  const { withAdmin } = await import('./admin.ts');
  return withAdmin(options, (admin) => work(ofAdminApi(admin)));
}

const pageRows = 500;

const ofStorage = (storage: Storage): AuditSource => ({
  async newest(wanted, limit) {
    const found: AuditRecord[] = [];
    while (found.length < limit) {
      const beforeId = found.at(-1)?.id;
      // eslint-disable-next-line no-await-in-loop -- each page begins where the one before ends
      const page = await storage.audit.list({ ...wanted, beforeId, limit: Math.min(pageRows, limit - found.length) });
      found.push(...page);
      if (page.length < pageRows) break;
    }
    return found;
  },
  async accountIdOf(user) {
    const recorded = await storage.audit.list({ accountId: user, limit: 1 });
    return recorded.length > 0 ? user : (await userOfStorage(storage, user)).id;
  },
  loginOf: async (id) => (await storage.accounts.find(id))?.login,
});

/** The most that a page has. */
const pageOfApi = 200;

/** Down to the second before: what lies outside is left out here. */
const secondOf = (seconds: number | undefined, round: (value: number) => number): string | undefined =>
  seconds === undefined ? undefined : new Date(round(seconds) * 1000).toISOString();

function queryOf({ sinceSeconds, untilSeconds, type, accountId, clientId }: Wanted) {
  const given = {
    since: secondOf(sinceSeconds, Math.floor),
    until: secondOf(untilSeconds, Math.ceil),
    event: type && [...type],
    user: accountId,
    client: clientId,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

const ofAdminApi = (admin: AdminClient): AuditSource => {
  const page = async (query: object) => answerOf(await admin.GET('/audit', { params: { query } }));
  return {
    async newest(wanted, limit) {
      const { sinceSeconds = 0, untilSeconds = Infinity } = wanted;
      const isWanted = ({ at }: AuditRecord) =>
        at.getTime() >= sinceSeconds * 1000 && at.getTime() < untilSeconds * 1000;
      const found: AuditRecord[] = [];
      let cursor: string | undefined;
      do {
        const query = {
          ...queryOf(wanted),
          limit: Math.min(pageOfApi, limit),
          ...(cursor !== undefined && { cursor }),
        };
        // eslint-disable-next-line no-await-in-loop -- each page says where the next begins
        const answered = await page(query);
        found.push(...answered.items.map(recordOf).filter(isWanted));
        cursor = cursorOf(answered);
      } while (cursor !== undefined && found.length < limit);
      return found.slice(0, limit);
    },
    async accountIdOf(user) {
      const { items } = await page({ user, limit: 1 });
      return items.length > 0 ? user : (await knownUser(admin, user)).id;
    },
    async loginOf(id) {
      const answered = await admin.GET('/users/{user_id}', { params: { path: { user_id: id } } });
      try {
        return answerOf(answered).login;
      } catch (error) {
        // A login that reads the audit need not be one that reads users.
        if (error instanceof AdminRefused) return undefined;
        throw error;
      }
    },
  };
};

type Answered = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly time: string;
  readonly event: string;
};

function recordOf({ id, ...data }: Answered): AuditRecord {
  const { subject, client_id: clientId } = data as { readonly subject?: string; readonly client_id?: string };
  return {
    id,
    at: new Date(data.time),
    type: data.event,
    data,
    ...(subject !== undefined && { accountId: subject }),
    ...(clientId !== undefined && { clientId }),
  };
}
