/**
 * Credentials that are no tokens and that a gateway hands in like ones (GW-07): API keys, service accounts and client
 * certificates. Only a client whose policy names the kind gets here, and it has checked what only it can see.
 */
import { timingSafeEqual, X509Certificate } from 'node:crypto';
import { looksLikeApiKey } from '@gatehouse/logging';
import type { ApiCredentialRecord } from '@gatehouse/storage';
import { credentialGrantId, hashApiKey, serviceAccountSubject } from '../../directory/accounts/api-key.ts';
import type { CredentialKind } from '../../directory/clients/exchange-policy.ts';
import { credentialLives } from '../engine/living-grant.ts';
import { certificateMatches } from '../engine/mutual-tls.ts';
import { currentUnit, noticing } from '../engine/unit-of-work.ts';
import type { Subject, SubjectDependencies } from './subject-token.ts';

/** Token types of our own (RFC 8693, section 3), by the kind of credential. */
export const credentialTypes: ReadonlyMap<string, CredentialKind> = new Map([
  ['urn:gatehouse:params:oauth:token-type:api-key', 'api_key'],
  ['urn:gatehouse:params:oauth:token-type:service-account', 'service_account'],
  ['urn:gatehouse:params:oauth:token-type:client-certificate', 'client_certificate'],
]);

/** A use is noted once in so many seconds: a write for each request would cost more than it tells. */
const noteEverySeconds = 60;

const nobody = Buffer.alloc(32);

async function find(
  { storage }: SubjectDependencies,
  kind: CredentialKind,
  value: string,
): Promise<ApiCredentialRecord | undefined> {
  if (kind === 'api_key')
    return looksLikeApiKey(value) ? storage.apiCredentials.findByHash(hashApiKey(value)) : undefined;
  const colon = value.indexOf(':');
  const record = await storage.apiCredentials.findByLogin(value.slice(0, colon));
  // Takes the same time whether there is such an account or not.
  return timingSafeEqual(hashApiKey(value.slice(colon + 1)), record?.sha256 ?? nobody) ? record : undefined;
}

async function storedSubject(
  dependencies: SubjectDependencies,
  kind: CredentialKind,
  value: string,
): Promise<Subject | undefined> {
  const nowSeconds = Math.floor(dependencies.clock() / 1000);
  const record = await noticing(() => find(dependencies, kind, value));
  if (record?.kind !== kind || !credentialLives(record, nowSeconds)) return undefined;
  const { id, accountId, scopes, expiresAtSeconds, lastUsedAtSeconds } = record;
  if (nowSeconds - (lastUsedAtSeconds ?? 0) >= noteEverySeconds) {
    currentUnit()?.add(dependencies.storage.apiCredentials.writes.touch(id));
  }
  const grantId = credentialGrantId(id);
  return {
    id: accountId ?? serviceAccountSubject(record.login ?? id),
    isPerson: accountId !== undefined,
    originClientId: undefined,
    source: { credential: kind },
    scopesFor: (indicator) => scopes[indicator] ?? [],
    expiresAtSeconds: expiresAtSeconds ?? Number.POSITIVE_INFINITY,
    carried: { gid: grantId },
    // It is no grant that oidc-provider keeps.
    grantId: undefined,
    fixedClaims: record.claims,
    actors: undefined,
    mayAct: undefined,
    boundTo: {},
  };
}

/** RFC 8705, section 2.1: a client is known by the subject or an alternative name of its certificate. */
async function certificateSubject(dependencies: SubjectDependencies, value: string): Promise<Subject | undefined> {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(Buffer.from(value, 'base64url'));
  } catch {
    return undefined;
  }
  const now = dependencies.clock();
  if (certificate.validFromDate.getTime() > now || certificate.validToDate.getTime() < now) return undefined;
  const records = await noticing(() => dependencies.storage.clients.list());
  const fitting = records.filter(
    ({ disabled, metadata }) =>
      !disabled &&
      metadata['token_endpoint_auth_method'] === 'tls_client_auth' &&
      certificateMatches(certificate, metadata),
  );
  const [record, ...others] = fitting;
  // Two clients with one certificate: nobody knows which of them it is.
  if (!record || others.length > 0) return undefined;
  const client = await dependencies.clients.find(record.clientId);
  if (!client) return undefined;
  return {
    id: client.clientId,
    isPerson: false,
    originClientId: client.clientId,
    source: { credential: 'client_certificate' },
    scopesFor: (indicator) => client.policy.scopes[indicator] ?? [],
    expiresAtSeconds: certificate.validToDate.getTime() / 1000,
    carried: {},
    grantId: undefined,
    fixedClaims: undefined,
    actors: undefined,
    mayAct: client.policy.may_act === undefined ? undefined : { sub: client.policy.may_act },
    boundTo: {},
  };
}

/** @returns undefined for what is unknown, wrong, expired or revoked */
export const subjectOfCredential = (
  dependencies: SubjectDependencies,
  kind: CredentialKind,
  value: string,
): Promise<Subject | undefined> =>
  kind === 'client_certificate' ? certificateSubject(dependencies, value) : storedSubject(dependencies, kind, value);
