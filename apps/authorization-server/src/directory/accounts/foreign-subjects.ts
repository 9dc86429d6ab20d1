/**
 * Users of other issuers: which account of ours each of them is. An identity that is linked here says so, or an operator, by issuer
 * and subject; an e-mail address or a name never makes somebody an account.
 */
import type { IdentityKey, Storage } from '@gatehouse/storage';
import { z } from 'zod';

/** A registry file is read as a whole, and each of its clients is kept in memory. */
const mostSubjects = 1000;

/** What an operator says of the subjects of one issuer. */
export const foreignSubjects = z
  .union(
    [
      z.literal('linked'),
      z.literal('same'),
      z
        .record(z.string().min(1).max(255), z.uuid({ error: 'must be the id of an account, which is a UUID' }))
        .refine((map) => Object.keys(map).length <= mostSubjects, `names more than ${mostSubjects} subjects`),
    ],
    { error: 'must be linked, same, or the id of an account for each subject, as in  { "248289761001": "7b6e…" }' },
  )
  .default('linked')
  .describe(
    'Which account a user of that issuer is. linked: the account that its identity is connected with, as for signing in by an upstream provider. same: both servers have the same accounts, and a subject is the id of one. Otherwise the id of an account for each subject; nobody else is let in. E-mail addresses never count',
  );
export type ForeignSubjects = z.output<typeof foreignSubjects>;

/** Finds the id of the account that a foreign user is, which may be unknown or disabled; undefined when nothing says who it is. */
export type FindLinkedAccount = (user: IdentityKey, subjects: ForeignSubjects) => Promise<string | undefined>;

/** By the identities that are linked here, unless the registry says it. */
export const linkedAccounts =
  ({ identities }: Pick<Storage, 'identities'>): FindLinkedAccount =>
  async (user, subjects) => {
    if (subjects === 'linked') return (await identities.find(user))?.accountId;
    if (subjects === 'same') return user.subject;
    return Object.hasOwn(subjects, user.subject) ? subjects[user.subject] : undefined;
  };
