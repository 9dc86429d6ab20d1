/** Secrets of a client as a registry file declares them: hashes, never the secrets. */
import { z } from 'zod';

export const declaredSecrets = z
  .array(
    z.strictObject({
      sha256: z
        .string()
        .regex(/^[\w-]{43}$/, 'must be a SHA-256 hash, base64url')
        .describe('SHA-256 of the secret in base64url; "gatehouse clients secret add" makes secrets without a file'),
      expires_at: z.iso
        .datetime({ offset: true })
        .optional()
        .describe('When it expires, such as 2027-01-31T12:00:00Z; never when absent'),
    }),
  )
  .default([])
  .describe('Hashes of its secrets; several may be valid at once');
