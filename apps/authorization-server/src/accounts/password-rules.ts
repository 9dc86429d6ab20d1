/** What a new password must be (AS-13, NIST SP 800-63B-4): long enough, by characters as people count them. */

/** Why a password is refused; the texts are in the pages' catalog. */
export type PasswordFault = 'password_too_short';

/** Fifteen where the password is all there is, eight beside a second factor. */
export const fewestCharacters = (secondFactor: boolean): number => (secondFactor ? 8 : 15);

/** The first fault of a new password; undefined when it will do. */
export function passwordFault(password: string, { fewest }: { fewest: number }): PasswordFault | undefined {
  return Array.from(password.normalize('NFKC')).length < fewest ? 'password_too_short' : undefined;
}
