/** Sessions of an account: where it is signed in. */
import type { Storage } from '@gatehouse/storage';

/** The model under which the last use of a session is kept, by the session's uid. */
export const sessionUseModel = 'SessionUse';

/** How long ago a sign-in may be for what changes how one signs in (AS-20). */
export const recentSeconds = 600;

export interface AccountSession {
  readonly uid: string;
  /** Names the session in a form: a hash, so that the page holds nothing that is worth stealing. */
  readonly reference: string;
  readonly signedInAtSeconds: number;
  readonly usedAtSeconds: number;
  readonly address?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly amr: readonly string[];
  /** The clients that the user went on to from here. */
  readonly clientIds: readonly string[];
}

interface SessionPayload {
  readonly uid: string;
  readonly loginTs?: number;
  readonly amr?: string[];
  readonly authorizations?: Record<string, unknown>;
}

interface UsePayload {
  readonly uid: string;
  readonly address?: string;
  readonly userAgent?: string;
  readonly usedAtSeconds: number;
}

/** The sessions in which the account is signed in, last used first. */
export async function sessionsOf(
  storage: Pick<Storage, 'artefacts'>,
  accountId: string,
  nowSeconds: number,
): Promise<AccountSession[]> {
  const found = await storage.artefacts.listByAccount(accountId, { models: ['Session', sessionUseModel] });
  const alive = found.filter(({ expiresAtSeconds }) => (expiresAtSeconds ?? 0) > nowSeconds);
  const uses = new Map(
    alive
      .filter(({ model }) => model === sessionUseModel)
      .map(({ payload, key }) => [
        (payload as unknown as UsePayload).uid,
        { ...(payload as unknown as UsePayload), key },
      ]),
  );
  // Resumes in two tabs leave two rows of one session; the newest comes first.
  const sessions = new Map<string, AccountSession>();
  for (const { model, payload, key, writtenAtSeconds } of alive) {
    const { uid, loginTs, amr = [], authorizations = {} } = payload as unknown as SessionPayload;
    if (model !== 'Session' || loginTs === undefined || sessions.has(uid)) continue;
    const use = uses.get(uid);
    sessions.set(uid, {
      uid,
      reference: use?.key ?? key,
      signedInAtSeconds: loginTs,
      usedAtSeconds: use?.usedAtSeconds ?? writtenAtSeconds,
      address: use?.address,
      userAgent: use?.userAgent,
      amr,
      clientIds: Object.keys(authorizations),
    });
  }
  return [...sessions.values()].toSorted((a, b) => b.usedAtSeconds - a.usedAtSeconds);
}
