/** What a browser sends of a passkey: read from its form field, and refused when it is not what browsers send. */
import { z } from 'zod';

const base64url = (most: number) =>
  z
    .string()
    .regex(/^[\w-]*$/u)
    .max(most);
/** At most 1023 bytes (Web Authentication Level 3, section 4). */
const credentialId = base64url(1364).min(1);

const assertion = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url(4096).min(1),
    authenticatorData: base64url(8192).min(1),
    signature: base64url(8192).min(1),
    userHandle: base64url(128).nullish(),
  }),
});

const registration = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url(4096).min(1),
    attestationObject: base64url(32_768).min(1),
    transports: z
      .array(z.string().regex(/^[a-z-]{1,32}$/u))
      .max(16)
      .default([]),
  }),
});

const clientData = z.object({ challenge: base64url(1024).min(1), crossOrigin: z.boolean().optional() });

/** An authenticator's answer to a challenge. */
export type PasskeyAssertion = z.infer<typeof assertion> & { readonly challenge: string };
/** What an authenticator says of a credential that it made. */
export type PasskeyRegistration = z.infer<typeof registration> & { readonly challenge: string };

function read<Shape extends z.ZodType<{ response: { clientDataJSON: string } }>>(
  shape: Shape,
  field: string,
): (z.infer<Shape> & { challenge: string }) | undefined {
  try {
    const found = shape.safeParse(JSON.parse(field));
    if (!found.success) return undefined;
    const json = Buffer.from(found.data.response.clientDataJSON, 'base64url').toString('utf8');
    const said = clientData.safeParse(JSON.parse(json));
    // Our pages are in no frame, so an answer from within another site's page is nobody's sign-in here.
    if (!said.success || said.data.crossOrigin === true) return undefined;
    return { ...found.data, challenge: said.data.challenge };
  } catch {
    return undefined;
  }
}

/** The assertion in a form field; undefined when it is none. */
export const readAssertion = (field: string): PasskeyAssertion | undefined => read(assertion, field);

/** The registration in a form field; undefined when it is none. */
export const readRegistration = (field: string): PasskeyRegistration | undefined => read(registration, field);
