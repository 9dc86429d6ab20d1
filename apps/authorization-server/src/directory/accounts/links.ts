/**
 * Links that are mailed to users, or shown for them. Each works once and for some time, and only the newest of its kind; what ends
 * them all at once is in `revocation/end.ts`.
 */
import { randomBytes } from 'node:crypto';
import type { Storage, Write } from '@gatehouse/storage';

/** A new address, as it was asked for. Equal addresses: the present one is to be confirmed. */
export interface EmailChange {
  readonly accountId: string;
  readonly from: string | undefined;
  readonly to: string;
}

/** An address with which somebody signed in, or registered, before it was confirmed. */
export interface Confirmation {
  readonly accountId: string;
  readonly email: string;
  /** The browser in which the password was chosen or typed, hashed: any other must prove that it knows the password. */
  readonly browser: string;
  /** The interaction to go on with. */
  readonly uid: string;
}

export interface Invitation {
  readonly accountId: string;
  readonly email: string;
  /** It was sent to that address, so whoever has it reads the mails there. */
  readonly mailed: boolean;
}

/** What a link of each kind stands for. */
interface Meanings {
  /** With the application from which it was asked for. */
  readonly PasswordReset: { readonly accountId: string; readonly clientId?: string | undefined };
  readonly EmailChange: EmailChange;
  readonly EmailConfirmation: Confirmation;
  readonly Invitation: Invitation;
}

export type LinkKind = keyof Meanings;

/** The models of the artefacts that they are. */
export const linkKinds = [
  'PasswordReset',
  'EmailChange',
  'EmailConfirmation',
  'Invitation',
] as const satisfies LinkKind[];

export interface Links {
  /** What a link stands for; undefined when it was used, is too old, or never was. */
  find<Kind extends LinkKind>(kind: Kind, token: string): Promise<Meanings[Kind] | undefined>;
  /** A new link; those of its kind from before end. */
  renew<Kind extends LinkKind>(kind: Kind, meaning: Meanings[Kind], seconds: number): NewLink;
  /** The use of a link: it works once, LostRaceError. */
  use(kind: LinkKind, token: string): Write;
}

export interface NewLink {
  readonly token: string;
  readonly expiresAtSeconds: number;
  readonly writes: readonly Write[];
}

/** @param clock milliseconds since the epoch */
export function createLinks({ artefacts }: Pick<Storage, 'artefacts'>, clock: () => number): Links {
  return {
    async find<Kind extends LinkKind>(kind: Kind, token: string) {
      const link = token === '' ? undefined : await artefacts.find(kind, token);
      const isAlive = link && link.consumedAtSeconds === undefined && (link.expiresAtSeconds ?? 0) > clock() / 1000;
      return isAlive ? (link.payload as unknown as Meanings[Kind]) : undefined;
    },
    renew(model, meaning, seconds) {
      const { accountId } = meaning;
      const token = randomBytes(32).toString('base64url');
      const expiresAtSeconds = Math.floor(clock() / 1000) + seconds;
      return {
        token,
        expiresAtSeconds,
        writes: [
          artefacts.writes.destroyByAccount({ accountId, models: [model] }),
          artefacts.writes.upsert({ model, id: token, accountId, payload: { ...meaning }, expiresAtSeconds }),
        ],
      };
    },
    use: (model, id) => artefacts.writes.consume({ model, id }),
  };
}
