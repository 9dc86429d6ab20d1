/** Claims of tokens that came of an exchange: worked out before the token is made, asked for while it is signed. */
import type { UnknownObject } from 'oidc-provider';

/** By the token that is being made. */
export const exchangedClaims = new WeakMap<object, UnknownObject>();
