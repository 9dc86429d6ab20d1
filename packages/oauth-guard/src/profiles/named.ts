/** The profiles that have a name. Each is plain data: a profile of one's own may be one of them with a member changed. */

import { auth0 } from './auth0.ts';
import { authentik } from './authentik.ts';
import { cognito } from './cognito.ts';
import { duende } from './duende.ts';
import { entra } from './entra.ts';
import { generic } from './generic.ts';
import { google } from './google.ts';
import { hydra } from './hydra.ts';
import { keycloak } from './keycloak.ts';
import { kubernetes } from './kubernetes.ts';
import { okta } from './okta.ts';
import type { TokenProfile } from './profile.ts';
import { rfc9068 } from './rfc9068.ts';
import { spring } from './spring.ts';
import { zitadel } from './zitadel.ts';

/**
 * What the access tokens of well-known issuers look like, by the names that the issuers' option `profile` takes.
 *
 * @example
 * const profile = { ...TOKEN_PROFILES.keycloak, roles: [['resource_access', 'orders', 'roles']] };
 */
export const TOKEN_PROFILES = Object.freeze({
  rfc9068,
  keycloak,
  entra,
  okta,
  auth0,
  cognito,
  spring,
  duende,
  hydra,
  zitadel,
  authentik,
  kubernetes,
  google,
  generic,
}) satisfies Readonly<Record<string, TokenProfile>>;

/**
 * The name of a profile.
 *
 * @example
 * const profile: TokenProfileName = 'keycloak';
 */
export type TokenProfileName = keyof typeof TOKEN_PROFILES;
