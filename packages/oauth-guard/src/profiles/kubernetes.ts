import { OTHER_TOKENS } from './other-tokens.ts';
import type { TokenProfile } from './profile.ts';

/**
 * Kubernetes service accounts: tokens that a cluster issues to its pods for an audience (TokenRequest, projected volumes). There
 * is no client and there are no scopes: rules look at the subject and at claims. Older tokens of secrets have no `exp` and no
 * `aud` and are refused.
 *
 * Source: Kubernetes documentation, "Managing Service Accounts", "Configure Service Accounts for Pods" (ServiceAccount token
 * volume projection, schema of the private claims).
 */
export const kubernetes: TokenProfile = {
  types: ['JWT'],
  untyped: true,
  client: [],
  scopes: [],
  roles: [],
  required: ['iat', 'nbf', ['kubernetes.io', 'namespace'], ['kubernetes.io', 'serviceaccount', 'name']],
  values: { sub: /^system:serviceaccount:[a-z\d-]+:[a-z\d.-]+$/ },
  refused: OTHER_TOKENS,
};
