/** Grants of an account: what it lets applications do. */
import type { Artefact, Storage } from '@gatehouse/storage';

export interface AccountGrant {
  readonly grantId: string;
  readonly clientId: string;
  /** OpenID Connect scopes. */
  readonly oidcScopes: readonly string[];
  /** Scopes by resource indicator. */
  readonly resources: Readonly<Record<string, readonly string[]>>;
  readonly givenAtSeconds: number;
  /** When a token was last issued or renewed under it. */
  readonly usedAtSeconds: number;
}

interface GrantPayload {
  readonly jti: string;
  readonly clientId: string;
  readonly iat: number;
  readonly openid?: { readonly scope?: string };
  readonly resources?: Readonly<Record<string, string>>;
}

const words = (scope: string | undefined): string[] => (scope ?? '').split(' ').filter((word) => word !== '');

/** A stored grant. */
export function grantFrom({ payload }: Pick<Artefact, 'payload'>, usedAtSeconds: number): AccountGrant {
  const { jti, clientId, iat, openid, resources = {} } = payload as unknown as GrantPayload;
  return {
    grantId: jti,
    clientId,
    oidcScopes: words(openid?.scope),
    resources: Object.fromEntries(
      Object.entries(resources).map(([indicator, scope]): [string, string[]] => [indicator, words(scope)]),
    ),
    givenAtSeconds: iat,
    usedAtSeconds,
  };
}

/** By which the last use of a grant is told. */
const newestTokens = 1000;

/** The grants that are alive, last used first. */
export async function grantsOf(
  storage: Pick<Storage, 'artefacts'>,
  accountId: string,
  nowSeconds: number,
): Promise<AccountGrant[]> {
  const [all, tokens] = await Promise.all([
    storage.artefacts.listByAccount(accountId, { models: ['Grant'] }),
    storage.artefacts.listByAccount(accountId, { models: ['RefreshToken', 'AccessToken'], limit: newestTokens }),
  ]);
  const grants = all.filter(({ expiresAtSeconds = Number.POSITIVE_INFINITY }) => expiresAtSeconds > nowSeconds);
  const listed = grants.map((grant) => {
    const used = tokens
      .filter(({ grantId }) => grantId === grant.payload['jti'])
      .map((token) => token.writtenAtSeconds);
    return grantFrom(grant, Math.max(grant.writtenAtSeconds, ...used));
  });
  return listed.toSorted((a, b) => b.usedAtSeconds - a.usedAtSeconds);
}
