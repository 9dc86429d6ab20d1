/** `gatehouse tokens revoke`: ends tokens by their grant, user, client or age. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Storage } from '@gatehouse/storage';
import { knownUser } from '../directory/accounts/names.ts';
import * as operations from '../directory/operations/tokens.ts';
import type { Caller, Work } from '../directory/operations/work.ts';
import type { EndDependencies } from '../directory/revocation/end.ts';
import { createRevocations } from '../directory/revocation/revocations.ts';
import { confirmed } from './confirmation.ts';
import { UsageError } from './failure.ts';
import { momentOf } from './moment.ts';
import { printDone } from './output.ts';
import { withStorage } from './settings.ts';

interface Options {
  readonly json?: boolean;
  readonly grant?: string;
  readonly user?: string;
  readonly client?: string;
  readonly before?: string;
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

/**
 * A token says only in which second it was issued. The command ends when that second is over: what is issued from then on
 * is good.
 */
async function untilPast(momentSeconds: number): Promise<void> {
  for (let leftMs = momentSeconds * 1000 - Date.now(); leftMs > 0; leftMs = momentSeconds * 1000 - Date.now()) {
    await sleep(leftMs);
  }
}

/** What is to be ended, in words and as work. */
interface Ending {
  readonly what: string;
  readonly work: Work;
  /** What is issued earlier counts as revoked. */
  readonly moment?: number | undefined;
}

interface EndingDependencies extends EndDependencies {
  readonly storage: EndDependencies['storage'] & Pick<Storage, 'accounts'>;
}

async function ofUser(
  parts: EndingDependencies,
  caller: Caller,
  login: string,
  before: string | undefined,
): Promise<Ending> {
  const { id: accountId } = await knownUser(parts.storage, login);
  const moment = before === undefined ? undefined : wholeMomentOf(before);
  return {
    what: `all sessions and tokens of ${login}${before === undefined ? '' : ` from before ${before}`}`,
    work: await operations.revokeTokensOfUser(parts, caller, { accountId, beforeSeconds: moment }),
    moment,
  };
}

async function endingOf(parts: EndingDependencies, caller: Caller, options: Options): Promise<Ending> {
  const { grant, user, client, before } = options;
  const named = [grant, user, client].filter((value) => value !== undefined);
  if (named.length > 1 || (grant !== undefined && before !== undefined)) {
    throw new UsageError('name one of --grant, --user and --client; --before goes with the last two or alone');
  }
  if (user !== undefined) return ofUser(parts, caller, user, before);
  if (grant !== undefined) {
    return { what: `the grant ${grant} and its tokens`, work: await operations.revokeGrant(parts, caller, grant) };
  }
  if (client !== undefined) {
    const moment = wholeMomentOf(before ?? 'now');
    const work = await operations.revokeTokensOfClient(parts, caller, { clientId: client, beforeSeconds: moment });
    return { what: `all tokens of ${client} from before ${before ?? 'now'}`, work, moment };
  }
  if (before === undefined) throw new UsageError('name what to revoke: --grant, --user, --client or --before');
  const moment = wholeMomentOf(before);
  const breaks = ['it ends sessions and tokens of everybody: users sign in anew, and applications ask for new tokens'];
  await confirmed(
    `this revokes everything issued before ${new Date(moment * 1000).toISOString()}`,
    breaks,
    options.yes,
  );
  const work = operations.revokeTokensBefore(parts, caller, moment);
  return { what: `everything issued before ${before}`, work, moment };
}

export const revokeTokens = (options: Options): Promise<void> =>
  withStorage(async (storage, _settings, { caller, commit }) => {
    const parts = { storage, revocations: createRevocations(storage, Date.now) };
    const { what, work, moment = 0 } = await endingOf(parts, caller, options);
    await commit(work);
    await untilPast(moment);
    const { grant, user, client, before } = options;
    printDone(`revoked: ${what}`, { revoked: { grant, user, client, before } }, options);
  });
