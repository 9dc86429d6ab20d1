/** The hash of a password that an operator gives: it must be one that the user could choose. */
import type { PasswordHasher } from '../accounts/password-hash.ts';
import type { PasswordAbout, PasswordFault, PasswordRules } from '../accounts/password-rules.ts';
import { OperationRefused } from '../operation-refused.ts';

/** What operators read; users read the same in their language. */
const faults: Record<PasswordFault['code'], string> = {
  password_too_short: 'the password is too short',
  password_common: 'the password is one of those that attackers try first',
  password_simple: 'the password repeats itself or follows the keys of the keyboard',
  password_context: 'the password is little more than a name or address of the user, or the name of this service',
  password_breached: 'the password is on the list of stolen ones (breached_passwords_file)',
};

/** Throws OperationRefused for one that will not do. Rejects with HashUnavailableError. */
export type HashNewPassword = (password: string, about: PasswordAbout) => Promise<string>;

export const createHashNewPassword =
  (rules: PasswordRules, hasher: Pick<PasswordHasher, 'hash'>): HashNewPassword =>
  async (password, about) => {
    const fault = await rules.fault(password, about);
    if (!fault) return hasher.hash(password);
    const count = 'count' in fault ? `: at least ${fault.count} characters` : '';
    throw new OperationRefused(fault.code, `${faults[fault.code]}${count}`);
  };
