/**
 * What was proved so far in one sign-in. It is kept on the server under the interaction's id, never in a form; there is no
 * session before the last factor (AS-16).
 */
import type { Storage, Write } from '@gatehouse/storage';
import type { SentCode } from '../../directory/accounts/email-code.ts';
import { UpstreamFailed, type UpstreamFailure } from '../../directory/connections/upstream/failed.ts';
import type { UpstreamRequest } from '../../directory/connections/upstream/upstream.ts';
import type { ProvedIdentity } from '../../directory/operations/identities.ts';
import { signInModel } from '../../directory/revocation/end.ts';

export interface Progress {
  /** Who proved the first factor. */
  readonly accountId?: string;
  /** By which methods, as in `amr`. */
  readonly methods: readonly string[];
  readonly provedAtSeconds?: number;
  /** The secret of an authenticator app that is being added. */
  readonly totpSecret?: string;
  /** The user wants to sign in as somebody else than the session says. */
  readonly anotherAccount?: boolean;
  /** Whose address must be confirmed before the sign-in can go on. The password was chosen or typed in this browser. */
  readonly confirming?: Confirming;
  /** The newest code that was mailed. */
  readonly emailCode?: SentCode;
  /** The login name, where it was typed before anything else. Nobody has proved it. */
  readonly login?: string | undefined;
  /** The user was sent to an upstream provider, which has not answered yet. */
  readonly upstream?: UpstreamRequest | undefined;
  /** Why signing in at an upstream provider came to nothing. */
  readonly upstreamFailed?: UpstreamNotice | undefined;
  /** An identity that waits for the user to sign in to the account that it is to be connected with. */
  readonly connecting?: Connecting | undefined;
  /** The identity by which the first factor was proved. */
  readonly identity?: UsedIdentity | undefined;
  /** New recovery codes that the user has not yet said to have kept. */
  readonly recoveryCodes?: readonly string[];
}

/** What is shown of a failure. */
export interface UpstreamNotice {
  /** The name of the connection. */
  readonly connection: string;
  readonly why: UpstreamFailure | 'not_here' | 'not_fresh' | 'account_disabled';
}

/** Proved upstream, and not linked to anybody. */
export interface Connecting {
  readonly connection: string;
  readonly identity: ProvedIdentity;
  /** A new account may be made for it instead. */
  readonly mayCreate: boolean;
  readonly provedAtSeconds: number;
  /** The provider's name for its session. */
  readonly sid?: string | undefined;
  /** When the user proved who they are there, if the provider says so. */
  readonly authTimeSeconds?: number | undefined;
}

/** Which session of which provider a session of ours begins by. */
export interface UsedIdentity {
  readonly connection: string;
  readonly issuer: string;
  readonly subject: string;
  readonly sid?: string | undefined;
  /** When the user proved who they are there, if the provider says so. */
  readonly authTimeSeconds?: number | undefined;
}

/** Somebody who waits for a mail. */
export interface Confirming {
  /** Of the account that there is or will be; none ever comes to be when the address belongs to somebody. */
  readonly accountId: string;
  readonly email: string;
  /** When the password was chosen or typed. */
  readonly provedAtSeconds: number;
  readonly sentAgain?: boolean;
}

/** What is kept of an identity while its user signs in, in bytes of JSON. */
const mostKept = 16_384;

/** Throws UpstreamFailed for more than is kept. */
export function checkKeepable(mapped: ProvedIdentity['mapped']): void {
  const bytes = Buffer.byteLength(JSON.stringify(mapped));
  if (bytes <= mostKept) return;
  throw new UpstreamFailed(
    'invalid_answer',
    `what the mapping takes from the claims is ${bytes} bytes; at most ${mostKept} are kept while the user signs in to connect`,
  );
}

/** Nothing is proved. */
export const noProgress: Progress = { methods: [] };

/** The user has done something, or was led somewhere. */
export const hasBegun = ({ accountId, confirming, connecting, login, upstream, upstreamFailed }: Progress): boolean =>
  (accountId ?? confirming ?? connecting ?? login ?? upstream ?? upstreamFailed) !== undefined;

/** A first factor counts for as long; who takes longer begins anew. */
export const firstFactorSeconds = 600;
/** Mails may take longer. */
const confirmingSeconds = 3600;

export interface ProgressStore {
  find(uid: string): Promise<Progress | undefined>;
  save(uid: string, progress: Progress): Write;
  /** Removes it; nothing of it is needed once the provider has its result. */
  forget(uid: string): Write;
}

export function createProgressStore({ artefacts }: Pick<Storage, 'artefacts'>, clock: () => number): ProgressStore {
  const nowSeconds = () => Math.floor(clock() / 1000);
  return {
    async find(uid) {
      const found = await artefacts.find(signInModel, uid);
      if (!found || (found.expiresAtSeconds ?? 0) <= nowSeconds()) return undefined;
      return found.payload as unknown as Progress;
    },
    save: (uid, progress) =>
      artefacts.writes.upsert({
        model: signInModel,
        id: uid,
        // Ends with all else that the password let in (AS-05).
        accountId: progress.accountId,
        payload: { ...progress },
        expiresAtSeconds: progress.confirming
          ? nowSeconds() + confirmingSeconds
          : (progress.provedAtSeconds ?? progress.connecting?.provedAtSeconds ?? nowSeconds()) + firstFactorSeconds,
      }),
    forget: (uid) => artefacts.writes.forget({ model: signInModel, id: uid }),
  };
}
