/** The profiles that have a name. Each is plain data: a profile of one's own may be one of them with a member changed. */

import { generic } from './generic.ts';
import { keycloak } from './keycloak.ts';
import type { TokenProfile } from './profile.ts';
import { rfc9068 } from './rfc9068.ts';

/** What the access tokens of well-known issuers look like, by the names that the issuers' option `profile` takes. */
export const TOKEN_PROFILES = { rfc9068, keycloak, generic } as const satisfies Record<string, TokenProfile>;

/** The name of a profile. */
export type TokenProfileName = keyof typeof TOKEN_PROFILES;
