/**
 * Users of other issuers: which account of ours each of them is. Only an operator says so, by issuer and subject; an e-mail
 * address or a name never makes somebody an account.
 */
import { z } from 'zod';

/** A registry file is read as a whole, and each of its clients is kept in memory. */
const mostSubjects = 1000;

/** What an operator says of the subjects of one issuer. */
export const foreignSubjects = z
  .union(
    [
      z.literal('same'),
      z
        .record(z.string().min(1).max(255), z.uuid({ error: 'must be the id of an account, which is a UUID' }))
        .refine((map) => Object.keys(map).length <= mostSubjects, `names more than ${mostSubjects} subjects`),
    ],
    { error: 'must be same, or the id of an account for each subject, as in  { "248289761001": "7b6e…" }' },
  )
  .describe(
    'Which account a user of that issuer is. same: both servers have the same accounts, and a subject is the id of one. Otherwise the id of an account for each subject; nobody else is let in. E-mail addresses never count',
  );
export type ForeignSubjects = z.output<typeof foreignSubjects>;

/** A user as another issuer names them. */
export interface ForeignUser {
  readonly issuer: string;
  readonly subject: string;
}

/** Finds the id of the account that a foreign user is, which may be unknown or disabled; undefined when nothing says who it is. */
export type FindLinkedAccount = (user: ForeignUser, subjects: ForeignSubjects) => Promise<string | undefined>;

/** By what the registry says. */
export const linkedByRegistry: FindLinkedAccount = async ({ subject }, subjects) => {
  if (subjects === 'same') return subject;
  return Object.hasOwn(subjects, subject) ? subjects[subject] : undefined;
};
