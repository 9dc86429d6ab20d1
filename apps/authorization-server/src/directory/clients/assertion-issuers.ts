/** Whose assertions stand for a client (RFC 7523, section 2.1): workloads prove themselves by what their platform says of them. */
import { z } from 'zod';

const text = z.string().min(1).max(512);

/** Platforms that speak for workloads. */
export const assertionIssuers = z
  .array(
    z.strictObject({
      issuer: text.describe('The claim iss of its assertions, exactly'),
      jwks_uri: z.url().describe('Where its keys are; asked through the outbound guard'),
      algorithms: z
        .array(z.enum(['RS256', 'PS256', 'ES256', 'EdDSA']))
        .min(1)
        .default(['RS256'])
        .describe('JWS algorithms of its assertions (RFC 7518, section 3.1)'),
      subjects: z.array(text).min(1).describe('The claim sub of the workloads that are this client, each exactly'),
      longest_seconds: z
        .int()
        .min(60)
        .max(86_400)
        .default(600)
        .describe('An assertion that expires later than this from now is refused'),
    }),
  )
  .min(1)
  .describe('Issuers whose assertions stand for the client (RFC 7523); what is not named is refused');

/** One platform, and which of its workloads the client is. Everything that is not named is refused. */
export type AssertionIssuer = z.output<typeof assertionIssuers>[number];

/** What is wrong with the list as a whole. */
export function assertionFaults(client: {
  readonly assertion_issuers?: readonly { readonly issuer: string }[] | undefined;
}): { member: string; message: string }[] {
  const issuers = client.assertion_issuers?.map(({ issuer }) => issuer) ?? [];
  const isTwice = new Set(issuers).size < issuers.length;
  return isTwice ? [{ member: 'assertion_issuers', message: 'name an issuer twice' }] : [];
}
