/** API keys and the secrets of service accounts: how they are made and kept. How they look is in `packages/logging`. */
import { createHash, randomInt } from 'node:crypto';
import { apiKeyDigits, apiKeyOf } from '@gatehouse/logging';

/** A new one, with 226 random bits. */
export function newApiKey(): string {
  const body = Array.from({ length: 38 }, () => apiKeyDigits[randomInt(62)]).join('');
  return apiKeyOf(body);
}

/** The stored form: they are high-entropy, so one SHA-256 is enough. */
export const hashApiKey = (value: string): Buffer => createHash('sha256').update(value).digest();

/** What stands in the claim `gid` of tokens that came of an API key or a service account: by it they are revoked. */
export const credentialGrantId = (id: string): string => `credential:${id}`;

/** The id in such a claim; undefined for the grant of a user. */
export const credentialIdOf = (grantId: string): string | undefined =>
  grantId.startsWith('credential:') ? grantId.slice('credential:'.length) : undefined;

const serviceAccountPrefix = 'service-account:';

/** The subject of tokens that came of a service account. */
export const serviceAccountSubject = (name: string): string => `${serviceAccountPrefix}${name}`;

/** Whether it is made so: no client may be called that. */
export const isServiceAccountSubject = (subject: string): boolean => subject.startsWith(serviceAccountPrefix);
