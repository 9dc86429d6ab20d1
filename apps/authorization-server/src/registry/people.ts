/** What an operator declares about all people. */
import { z } from 'zod';

const webAddress = z
  .string()
  .refine((value) => /^(?:https:\/\/|\/(?!\/))/u.test(value), 'must be an https address, or a path on this server');

export const people = z
  .strictObject({
    registration_roles: z.array(z.string()).default([]).describe('Roles of everybody who makes themselves an account'),
    terms: z
      .strictObject({
        version: z.string().min(1).max(64).describe('A new one is asked for again'),
        uri: webAddress.describe('Where they can be read'),
      })
      .optional()
      .describe('Terms of use that everybody must accept before going on to an application'),
  })
  .describe('What holds for all people');
