/**
 * User profiles: what a profile is, what of it may be changed through this API, and how it looks from outside.
 * A profile belongs to exactly one user, known by `iss` + `sub`. Department and roles come from the
 * authorization server; this API shows the department and never changes it.
 */
import { z } from 'zod';

/** A profile as it is stored. Times are seconds since 1970. */
export interface User {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly department: string | null;
  /** null for a user whose profile was never stored. */
  readonly createdAtSeconds: number | null;
  readonly updatedAtSeconds: number | null;
}

const line = (maximum: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maximum)
    .regex(/^[^\p{Cc}]*$/u, 'must be one line without control characters');

/**
 * The body of PATCH: only these fields, nothing else. `department`, `role`, `sub`, `owner` and everything unknown is
 * refused, not ignored, so that nobody believes a change was made that was not.
 */
export const userChanges = z
  .strictObject({
    name: line(200).describe('Name as shown to others').optional(),
    email: z.email().max(254).describe('Address for notices').nullable().optional(),
    phone: z
      .string()
      .regex(/^\+[0-9][0-9 ]{4,24}$/, 'must be an international number such as "+49 30 901820"')
      .describe('International telephone number')
      .nullable()
      .optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, 'must name at least one field to change');

/** Checked changes of a profile. */
export type UserChanges = z.infer<typeof userChanges>;

/** A profile as the API answers it. */
export const userView = z.strictObject({
  id: z.string().describe('The `sub` of the user at the issuer of the access token'),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  department: z.string().nullable(),
  created_at: z.iso.datetime().nullable(),
  updated_at: z.iso.datetime().nullable(),
});

/** Turns a stored profile into the API's answer. */
export function viewUser(user: User): z.infer<typeof userView> {
  return {
    id: user.subject,
    name: user.name,
    email: user.email,
    phone: user.phone,
    department: user.department,
    created_at: time(user.createdAtSeconds),
    updated_at: time(user.updatedAtSeconds),
  };
}

function time(seconds: number | null): string | null {
  return seconds === null ? null : new Date(seconds * 1000).toISOString();
}
