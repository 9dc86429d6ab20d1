/** Whether an authenticator made what a browser sent: origin, relying party, flags and signature (Web Authentication Level 3). */
import type { PasskeyData, PasskeyInput, PasskeyRecord } from '@gatehouse/storage';
import type { PasskeyAssertion, PasskeyRegistration } from './passkey-response.ts';

/** Verifying takes a library of some size; who has no passkey does not wait for it. */
const library = () => import('@simplewebauthn/server');
const libraryParts = () => import('@simplewebauthn/server/helpers');

/** EdDSA, ES256, RS256. */
export const algorithms = [-8, -7, -257];

/** Whose passkeys they are. */
interface Site {
  /** What browsers must say. */
  readonly origin: string;
  readonly rpId: string;
}

/** What the authenticator says of a use; undefined when something is wrong. The caller compares the count. */
export async function verifyAssertion(
  { origin, rpId }: Site,
  assertion: PasskeyAssertion,
  passkey: PasskeyRecord,
  userVerified: boolean,
) {
  const { verifyAuthenticationResponse } = await library();
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...assertion, clientExtensionResults: {} } as never,
      expectedChallenge: assertion.challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: userVerified,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        // Ours to compare, so that a count that went back is told from a wrong signature.
        counter: 0,
      },
    });
    const { credentialDeviceType } = authenticationInfo;
    // Whether it may be copied is settled when it is made (section 6.1.3).
    return verified && (credentialDeviceType === 'multiDevice') === passkey.backupEligible
      ? authenticationInfo
      : undefined;
  } catch {
    return undefined;
  }
}

/** What a new passkey is; undefined when something is wrong. */
export async function verifyRegistration(
  { origin, rpId }: Site,
  registration: PasskeyRegistration,
): Promise<(PasskeyData & Pick<PasskeyInput, 'signCount' | 'backupEligible' | 'backedUp'>) | undefined> {
  const [{ verifyRegistrationResponse }, { decodeAttestationObject }] = await Promise.all([library(), libraryParts()]);
  try {
    const { attestationObject, transports } = registration.response;
    // We ask for no attestation. Certificates that come all the same are not looked at: that would mean to fetch
    // revocation lists from addresses in them.
    const attested = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, 'base64url')));
    const format = attested.get('fmt');
    if (format !== 'none' && (format !== 'packed' || attested.get('attStmt').get('x5c'))) return undefined;
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: { ...registration, clientExtensionResults: {} },
      expectedChallenge: registration.challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: false,
      supportedAlgorithmIDs: algorithms,
    });
    if (!verified) return undefined;
    const { credential, aaguid, credentialDeviceType, credentialBackedUp } = registrationInfo;
    if (credential.id !== registration.id) return undefined;
    return {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      transports,
      aaguid,
      signCount: credential.counter,
      backupEligible: credentialDeviceType === 'multiDevice',
      backedUp: credentialBackedUp,
    };
  } catch {
    return undefined;
  }
}
