/** `gatehouse tokens revoke`: ends tokens by their grant, user, client or age. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type AdminClient, answerOf } from '@gatehouse/admin-client';
import { type ServerOption, withAdmin } from './admin.ts';
import { confirmed } from './confirmation.ts';
import { UsageError } from './failure.ts';
import { momentOf } from './moment.ts';
import { printDone } from './output.ts';

interface Options extends ServerOption {
  readonly json?: boolean;
  readonly grant?: string;
  readonly user?: string;
  readonly client?: string;
  readonly before?: string;
  readonly reason?: string;
  readonly yes?: boolean;
}

/** Whole seconds: what was issued earlier is revoked. `now` includes the second that is passing. */
function wholeMomentOf(text: string): number {
  const nowMs = Date.now();
  const nowSeconds = Math.floor(nowMs / 1000);
  const seconds = text === 'now' ? nowSeconds + 1 : Math.ceil(momentOf('--before', text, nowMs));
  if (seconds > nowSeconds + 1)
    throw new UsageError('--before lies in the future; what is issued until then is not known');
  return seconds;
}

const written = (seconds: number): string => new Date(seconds * 1000).toISOString();

/**
 * A token says only in which second it was issued. The command ends when that second is over: what is issued from then on
 * is good.
 */
async function untilPast(momentSeconds: number): Promise<void> {
  for (let leftMs = momentSeconds * 1000 - Date.now(); leftMs > 0; leftMs = momentSeconds * 1000 - Date.now()) {
    await sleep(leftMs);
  }
}

/** What was ended, in words. */
interface Ended {
  readonly what: string;
  /** What was issued earlier counts as revoked. */
  readonly moment?: number | undefined;
}

async function endUser(admin: AdminClient, user: string, before: string | undefined): Promise<Ended> {
  const moment = before === undefined ? undefined : wholeMomentOf(before);
  const body = { user, ...(moment !== undefined && { before: written(moment) }) };
  answerOf(await admin.POST('/revocations', { body }));
  return { what: `all sessions and tokens of ${user}${before === undefined ? '' : ` from before ${before}`}`, moment };
}

async function endEverything(admin: AdminClient, before: string, { yes, reason = '' }: Options): Promise<Ended> {
  const moment = wholeMomentOf(before);
  const breaks = ['it ends sessions and tokens of everybody: users sign in anew, and applications ask for new tokens'];
  await confirmed(`this revokes everything issued before ${written(moment)}`, breaks, yes);
  const params = { header: { 'X-Reason': reason } };
  answerOf(await admin.POST('/revocations/everything', { params, body: { before: written(moment) } }));
  return { what: `everything issued before ${before}`, moment };
}

async function end(admin: AdminClient, options: Options): Promise<Ended> {
  const { grant, user, client, before } = options;
  const named = [grant, user, client].filter((value) => value !== undefined);
  if (named.length > 1 || (grant !== undefined && before !== undefined)) {
    throw new UsageError('name one of --grant, --user and --client; --before goes with the last two or alone');
  }
  if (user !== undefined) return endUser(admin, user, before);
  if (grant !== undefined) {
    answerOf(await admin.POST('/revocations', { body: { grant } }));
    return { what: `the grant ${grant} and its tokens` };
  }
  if (client !== undefined) {
    const moment = wholeMomentOf(before ?? 'now');
    const params = { path: { client_id: client } };
    answerOf(await admin.POST('/clients/{client_id}/revocation', { params, body: { before: written(moment) } }));
    return { what: `all tokens of ${client} from before ${before ?? 'now'}`, moment };
  }
  if (before === undefined) throw new UsageError('name what to revoke: --grant, --user, --client or --before');
  return endEverything(admin, before, options);
}

export const revokeTokens = (options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const { what, moment = 0 } = await end(admin, options);
    await untilPast(moment);
    const { grant, user, client, before } = options;
    printDone(`revoked: ${what}`, { revoked: { grant, user, client, before } }, options);
  });
