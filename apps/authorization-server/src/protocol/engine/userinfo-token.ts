/**
 * Userinfo for a client that also named an API (docs/adr/0011): the access token that it got is for the API, and says by a
 * claim of its own what it opens at userinfo. No other audience than ours reads that claim.
 */
import type { AccessToken, KoaContextWithOIDC, UnknownObject } from 'oidc-provider';
import type { Revocations } from '../../directory/revocation/revocations.ts';
import type { Keyring } from '../keys/keyring.ts';
import { verifyOwnToken } from './own-tokens.ts';
import { noticing } from './unit-of-work.ts';

/** What oidc-provider wants to know of an access token at userinfo; without `scope` it opens nothing there. */
export interface UserinfoToken {
  readonly jti: string;
  readonly accountId: string | undefined;
  readonly clientId: string | undefined;
  readonly grantId: string | undefined;
  readonly iat: number | undefined;
  readonly exp: number | undefined;
  readonly scope: string | undefined;
  readonly claims: { readonly userinfo: object } | undefined;
  readonly jkt: string | undefined;
  readonly 'x5t#S256': string | undefined;
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
const object = (value: unknown) => (typeof value === 'object' && value !== null ? value : undefined);

/** What a token for an API says in its claims. */
const opened = (claims: UnknownObject | undefined): Pick<UserinfoToken, 'scope' | 'claims'> => {
  const userinfo = object(claims?.['userinfo_claims']);
  return { scope: text(claims?.['userinfo_scope']), claims: userinfo && { userinfo } };
};

/**
 * Claims for a user's token for an API: the OpenID Connect scopes of its own request that the user granted, when openid is
 * among them, and what the request asked of userinfo by the parameter `claims`.
 */
export function userinfoClaims({ oidc: { entities, params } }: KoaContextWithOIDC): UnknownObject {
  const { AuthorizationCode: code, RefreshToken: refreshToken, DeviceCode: device, Grant: grant } = entities;
  const source = code ?? refreshToken ?? device;
  const asked = text(params?.['scope']) ?? source?.scope ?? '';
  const granted = grant?.getOIDCScopeFiltered(new Set(asked.split(' '))).split(' ') ?? [];
  if (!granted.includes('openid')) return {};
  const userinfo = object((source?.claims as UnknownObject | undefined)?.['userinfo']);
  return {
    userinfo_scope: granted.filter((scope) => scope !== 'offline_access').join(' '),
    ...(userinfo && Object.keys(userinfo).length > 0 ? { userinfo_claims: userinfo } : {}),
  };
}

export interface UserinfoDependencies {
  readonly issuer: string;
  readonly keyring: Keyring;
  readonly revocations: Revocations;
  readonly clock: () => number;
}

/** Reads what userinfo is asked with. Client, user, grant and proof of possession are oidc-provider's to check. */
export function createUserinfoToken(dependencies: UserinfoDependencies) {
  return {
    /** A JWT of ours that is neither expired nor revoked; undefined for everything else. */
    async ofJwt(value: string): Promise<UserinfoToken | undefined> {
      const verified = await verifyOwnToken(value, dependencies);
      if (!verified || (await noticing(() => dependencies.revocations.isRevoked(verified)))) return undefined;
      const { claims } = verified;
      const bound = (claims['cnf'] ?? {}) as UnknownObject;
      return {
        jti: claims.jti,
        accountId: claims.sub,
        clientId: claims.client_id,
        grantId: text(claims['gid']),
        iat: claims.iat,
        exp: claims.exp,
        ...opened(claims),
        jkt: text(bound['jkt']),
        'x5t#S256': text(bound['x5t#S256']),
      };
    },

    /** An opaque token for an API, which oidc-provider found among those that it stored. */
    ofStored: (token: AccessToken): UserinfoToken => ({
      jti: token.jti,
      accountId: token.accountId,
      clientId: token.clientId,
      grantId: token.grantId,
      iat: token.iat,
      exp: token.exp,
      ...opened(token.extra),
      jkt: token.jkt,
      'x5t#S256': token['x5t#S256'],
    }),
  };
}
