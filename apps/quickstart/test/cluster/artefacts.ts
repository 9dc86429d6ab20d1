/** What the load was given, with its secrets, for as long as it needs them. */
import { type ArtefactKind, type Given, nameOf } from './journal.ts';

/** `spent` is a refresh token that was used; of what is `doubtful` nobody knows, because an answer was lost. */
type State = 'good' | 'spent' | 'revoked' | 'doubtful';

export interface Artefact extends Given {
  readonly kind: ArtefactKind;
  /** Of a session: its cookies. */
  readonly secret: string;
  readonly client: string;
  state: State;
}

/** Tokens of one grant. */
export interface Tokens {
  readonly grant: string;
  readonly client: string;
  refresh: Artefact;
  access: Artefact;
}

const claimsOf = (token: string): { exp?: number } =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString() || '{}') as { exp?: number };

export const isJwt = (token: string): boolean => token.split('.').length === 3;

/** Everything that is to be looked at in the end. */
export class Artefacts {
  readonly all = new Map<string, Artefact>();

  add(
    kind: ArtefactKind,
    secret: string,
    client: string,
    more: { grant?: string; name?: string; expires?: number } = {},
  ): Artefact {
    const { name = nameOf(kind, secret), grant, expires } = more;
    const known = this.all.get(name);
    if (known) return known;
    const artefact: Artefact = { name, kind, secret, client, grant, expires, state: 'good' };
    this.all.set(name, artefact);
    return artefact;
  }

  /** The access token of an answer. */
  access(members: Record<string, unknown>, client: string, grant?: string): Artefact {
    const token = String(members['access_token']);
    const expires =
      (isJwt(token) ? claimsOf(token).exp : undefined) ?? Date.now() / 1000 + Number(members['expires_in']);
    return this.add('access', token, client, { expires: expires * 1000, ...(grant !== undefined && { grant }) });
  }

  /** What ends with a grant. */
  endGrant(grant: string, state: 'revoked' | 'doubtful'): void {
    for (const one of this.all.values()) if (one.grant === grant) one.state = state;
  }
}

/** What an artefact says of itself in the journal. */
export const givenOf = ({ name, kind, grant, expires }: Artefact): Given => ({ name, kind, grant, expires });
