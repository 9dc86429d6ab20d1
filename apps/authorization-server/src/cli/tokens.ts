/** `gatehouse tokens revoke`: ends tokens by their grant, person, client or age. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Write } from '@gatehouse/storage';
import type { AuditEntry, AuditTarget } from '../directory/audit/record.ts';
import { eventOf } from '../directory/operations/work.ts';
import { type EndParts, endAccount, endAccountBefore, endBefore, endGrant } from '../directory/revocation/end.ts';
import { createRevocations } from '../directory/revocation/revocations.ts';
import { RefusedError, UsageError } from './failure.ts';
import { printDone } from './output.ts';
import { withStorage } from './settings.ts';

interface Options {
  readonly json?: boolean;
  readonly grant?: string;
  readonly user?: string;
  readonly client?: string;
  readonly before?: string;
}

/** Whole seconds: what was issued earlier is revoked. `now` includes the second that is passing. */
function momentOf(text: string): number {
  const nowSeconds = Math.floor(Date.now() / 1000);
  if (text === 'now') return nowSeconds + 1;
  const seconds = Math.ceil(Date.parse(text) / 1000);
  if (!/^\d{4}-\d\d-\d\dT/u.test(text) || Number.isNaN(seconds)) {
    throw new RefusedError(`--before takes "now" or a time such as 2026-11-22T12:00:00Z, not ${text}`);
  }
  if (seconds > nowSeconds + 1)
    throw new RefusedError('--before lies in the future; what is issued until then is not known');
  return seconds;
}

/** What is to be ended, as writes of one commit and, where rows must be looked for, as work after it. */
interface Ending {
  readonly what: string;
  readonly act: Pick<AuditEntry, 'subject' | 'clientId'> & { readonly target: AuditTarget };
  readonly writes: readonly Write[];
  readonly after?: () => Promise<number>;
  /** What is issued earlier counts as revoked. */
  readonly moment?: number;
}

/**
 * A token says only in which second it was issued. The command ends when that second is over: what is issued from then on
 * is good.
 */
async function untilPast(momentSeconds: number): Promise<void> {
  for (let leftMs = momentSeconds * 1000 - Date.now(); leftMs > 0; leftMs = momentSeconds * 1000 - Date.now()) {
    await sleep(leftMs);
  }
}

async function accountEnding(parts: EndParts, login: string, before: string | undefined): Promise<Ending> {
  const { storage } = parts;
  const account = await storage.accounts.findByLogin(login);
  if (!account)
    throw new RefusedError(`there is nobody with the login ${login}; "gatehouse users list" shows them all`);
  const act = { target: { type: 'user', id: account.id }, subject: account.id };
  if (before === undefined) {
    return { what: `all sessions and tokens of ${login}`, act, writes: await endAccount(parts, account.id) };
  }
  const moment = momentOf(before);
  return {
    what: `all sessions and tokens of ${login} from before ${before}`,
    act,
    moment,
    writes: await endAccountBefore(parts, account.id, moment),
  };
}

async function clientEnding(parts: EndParts, clientId: string, before = 'now'): Promise<Ending> {
  const { storage, revocations } = parts;
  if (!(await storage.clients.find(clientId))) {
    throw new RefusedError(`there is no client ${clientId}; "gatehouse clients list" shows them all`);
  }
  const moment = momentOf(before);
  return {
    what: `all tokens of ${clientId} from before ${before}`,
    act: { target: { type: 'client', id: clientId }, clientId },
    moment,
    writes: [revocations.writes.client(clientId, moment)],
    after: () => endBefore(parts, moment, clientId),
  };
}

function endingOf(parts: EndParts, { grant, user, client, before }: Options): Ending | Promise<Ending> {
  const named = [grant, user, client].filter((value) => value !== undefined);
  if (named.length > 1 || (grant !== undefined && before !== undefined)) {
    throw new UsageError('name one of --grant, --user and --client; --before goes with the last two or alone');
  }
  if (user !== undefined) return accountEnding(parts, user, before);
  if (client !== undefined) return clientEnding(parts, client, before);
  if (grant !== undefined) {
    const act = { target: { type: 'grant', id: grant } };
    return { what: `the grant ${grant} and its tokens`, act, writes: endGrant(parts, grant) };
  }
  if (before === undefined) throw new UsageError('name what to revoke: --grant, --user, --client or --before');
  const moment = momentOf(before);
  return {
    what: `everything issued before ${before}`,
    act: { target: { type: 'everything', id: before } },
    moment,
    writes: [parts.revocations.writes.everything(moment)],
    after: () => endBefore(parts, moment),
  };
}

export const revokeTokens = (options: Options): Promise<void> =>
  withStorage(async (storage, _settings, { caller, commit }) => {
    const parts = { storage, revocations: createRevocations(storage, Date.now) };
    const { what, act, writes, after, moment = 0 } = await endingOf(parts, options);
    await commit({ writes, events: [eventOf(caller, 'token.revoked', act)], afterwards: after });
    await untilPast(moment);
    const { grant, user, client, before } = options;
    printDone(`revoked: ${what}`, { revoked: { grant, user, client, before } }, options);
  });
