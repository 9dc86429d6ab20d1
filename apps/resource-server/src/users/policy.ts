/** Who may do what with a user profile. Pure: the answer depends on the arguments only. */
import { allowed, type Decision, denied } from '../decision.ts';
import type { Principal } from '../principal.ts';

/** What can be done with profiles. */
export type UserAction = 'read' | 'change' | 'remove' | 'list';

/** The owner of a profile: all that the policy has to know of it. */
export interface OwnedProfile {
  readonly issuer: string;
  readonly subject: string;
}

const ownScope = { read: 'profile_read', change: 'profile_write' } as const;

/**
 * Decides about `action` on `profile` (none for `list`).
 *
 * Scope first: `profile_read` to read, `profile_write` to change, `users_admin` for all of it. Then the object: a user
 * has their own profile; an administrator, that is the scope `users_admin` and for users the role `admin` too, has all
 * profiles of the same issuer and is the only one to list and remove them. For everybody else a profile does not exist.
 */
export function may(principal: Principal, action: UserAction, profile?: OwnedProfile): Decision {
  const scopes = action === 'read' || action === 'change' ? [ownScope[action]] : ['users_admin'];
  if (!principal.scopes.has('users_admin') && !scopes.every((scope) => principal.scopes.has(scope))) {
    return denied('scope', 'insufficient_scope', { scopes });
  }
  const administrator = isAdministrator(principal);
  if (action === 'list') return administrator ? allowed : denied('forbidden', 'admin_role_required');
  if (profile === undefined) throw new TypeError(`may(): the action "${action}" needs a profile`);

  const sameIssuer = profile.issuer === principal.issuer;
  if (administrator && sameIssuer) return allowed;
  const own = sameIssuer && principal.kind === 'person' && profile.subject === principal.subject;
  if (!own) return denied('hidden', 'not_own_profile');
  if (action === 'remove') return denied('forbidden', 'admin_role_required');
  return principal.scopes.has(ownScope[action])
    ? allowed
    : denied('scope', 'insufficient_scope', { scopes: [ownScope[action]] });
}

function isAdministrator(principal: Principal): boolean {
  return principal.scopes.has('users_admin') && (principal.kind === 'client' || principal.roles.includes('admin'));
}
