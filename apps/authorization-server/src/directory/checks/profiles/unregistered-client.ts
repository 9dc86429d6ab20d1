/** A client that nobody registered, as a subject of reports: what the policy makes of it now. */
import type { UnregisteredClientRecord } from '@gatehouse/storage';
import { parseStored } from '../../resources/stored-record.ts';
import { hostsOf, isBlocked } from '../../unregistered/blocked.ts';
import { clientOf, toldMetadata } from '../../unregistered/client-of.ts';
import { DocumentRefused } from '../../unregistered/document-refused.ts';
import type { DocumentsPolicy, UnregisteredClientsPolicy } from '../../unregistered/policy.ts';
import { requireAllowedDocument, requireTrustedAddress } from '../../unregistered/trust.ts';
import type { ClientFacts } from './facts.ts';
import { notApplicable, type ProfileFinding } from './rule.ts';

/** Why its document is refused at the next look; undefined when it is not. */
function documentRefusal(
  { clientId, metadata }: UnregisteredClientRecord,
  policy: DocumentsPolicy,
): string | undefined {
  try {
    requireTrustedAddress(clientId, policy);
    requireAllowedDocument(clientId, parseStored(toldMetadata, `the client ${clientId}`, metadata), policy);
    return undefined;
  } catch (error) {
    if (error instanceof DocumentRefused) return error.message;
    throw error;
  }
}

/** Why the policy lets it in no more; undefined when it does. */
function refusedBy(
  policy: UnregisteredClientsPolicy | undefined,
  record: UnregisteredClientRecord,
): string | undefined {
  if (!policy) return 'there is no policy for clients that nobody registered';
  const { documents, registration } = policy;
  if (isBlocked(policy, hostsOf(record))) return 'its host is blocked';
  if (record.kind === 'dynamic')
    return registration ? undefined : 'the policy lets no client in that registered itself';
  return documents ? documentRefusal(record, documents) : 'the policy lets no client in by its document';
}

/** Said instead of all rules. */
const letIn = (why: string): ProfileFinding => ({
  rule: 'let-in',
  level: 'MUST',
  section: 'this server',
  requirement: 'The policy lets it in.',
  ...notApplicable(`It gets nothing: ${why}.`),
});

/** What rules look at, or why there is nothing to look at. Throws StoredRecordError. */
export function unregisteredFacts(
  record: UnregisteredClientRecord,
  known: Pick<ClientFacts, 'server' | 'resources' | 'nowSeconds'>,
): ClientFacts | ProfileFinding {
  const policy = known.server.unregistered;
  const refused = refusedBy(policy, record);
  if (refused !== undefined || !policy) return letIn(refused ?? '');
  const { metadata, policy: own, secretHashes, unregistered } = clientOf(record, policy, undefined);
  const { createdAtSeconds } = record;
  return {
    ...known,
    metadata,
    policy: own,
    secrets: secretHashes.map((secret) => ({ ...secret, createdAtSeconds })),
    tokenSeconds: unregistered?.accessTokenSeconds,
  };
}
