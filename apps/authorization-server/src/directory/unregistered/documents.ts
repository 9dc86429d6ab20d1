/**
 * Documents about clients, kept in the database: one instance reads what all of them use. What was read is used until it is no
 * longer fresh; then it is read again, or the request is refused, and the record stays as it was.
 */
import type { DocumentClientRecord, Storage } from '@gatehouse/storage';
import type { OutboundFetch } from '../../delivery/outbound/guard.ts';
import { parseStored } from '../resources/stored-record.ts';
import { documentUnusedSeconds, toldMetadata } from './client-of.ts';
import { readDocument } from './document.ts';
import { DocumentRefused } from './document-refused.ts';
import { fetchDocument } from './fetch-document.ts';
import { createFetchGovernor, fetchLimits } from './fetch-governor.ts';
import { freshSeconds } from './freshness.ts';
import type { DocumentsPolicy } from './policy.ts';
import { createSharedFetches } from './shared-fetches.ts';
import { requireAllowedDocument, requireTrustedAddress } from './trust.ts';

export interface Documents {
  /** The document at that address, read again when it is not fresh. Throws DocumentRefused, StorageUnavailableError. */
  find(clientId: string, policy: DocumentsPolicy): Promise<DocumentClientRecord>;
  /** As it was read last, however long ago; nothing leaves this server. Undefined where the policy lets it in no more. */
  known(clientId: string, policy: DocumentsPolicy): Promise<DocumentClientRecord | undefined>;
}

interface DocumentDependencies {
  readonly storage: Pick<Storage, 'unregisteredClients' | 'counters' | 'commit'>;
  readonly fetch: OutboundFetch;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

interface Reading {
  readonly outcome: Promise<DocumentClientRecord>;
  endedMs?: number;
}

/** An outcome answers for those too who ask so soon after: the next step of a sign-in whose document must not be kept. */
const sameOutcomeMs = 1000;
/** How far clocks of instances may differ, in seconds. What was read later than that was read before a clock was set back. */
const clocksDifferSeconds = 900;

const tooMany = () => new DocumentRefused('busy', 'too many documents of clients are being read');

function requireAllowed(record: DocumentClientRecord, policy: DocumentsPolicy): DocumentClientRecord {
  const { clientId, metadata } = record;
  requireAllowedDocument(clientId, parseStored(toldMetadata, `the client ${clientId}`, metadata), policy);
  return record;
}

/** Makes the reader. */
export function createDocuments({ storage, fetch, clock }: DocumentDependencies): Documents {
  const governor = createFetchGovernor(clock);
  const shared = createSharedFetches(storage, 'document', fetchLimits);
  /** By identifier; as many as the governor lets begin in a second, and those under way. */
  const readings = new Map<string, Reading>();
  const isOver = ({ endedMs }: Reading) => {
    const ageMs = endedMs === undefined ? 0 : clock() - endedMs;
    return ageMs < 0 || ageMs >= sameOutcomeMs;
  };
  const isFresh = ({ freshUntilSeconds, fetchedAtSeconds }: DocumentClientRecord) =>
    freshUntilSeconds > clock() / 1000 && fetchedAtSeconds <= clock() / 1000 + clocksDifferSeconds;

  const readAndKeep = async (clientId: string, before: DocumentClientRecord | undefined) => {
    const { body, headers } = await fetchDocument(fetch, clientId);
    const metadata = readDocument(clientId, body, headers.get('content-type'));
    const fetchedAtSeconds = Math.floor(clock() / 1000);
    const read = {
      clientId,
      host: new URL(clientId).hostname,
      metadata,
      fetchedAtSeconds,
      freshUntilSeconds: fetchedAtSeconds + freshSeconds(headers, fetchedAtSeconds),
    };
    const removableAtSeconds = fetchedAtSeconds + documentUnusedSeconds;
    await storage.commit([storage.unregisteredClients.writes.keepDocument({ ...read, removableAtSeconds })]);
    const { createdAtSeconds = fetchedAtSeconds, usedAtSeconds } = before ?? {};
    return {
      ...read,
      kind: 'document' as const,
      createdAtSeconds,
      ...(usedAtSeconds !== undefined && { usedAtSeconds }),
    };
  };

  const read = (clientId: string, before: DocumentClientRecord | undefined): Promise<DocumentClientRecord> => {
    for (const [id, reading] of readings) if (isOver(reading)) readings.delete(id);
    const same = readings.get(clientId);
    if (same) return same.outcome;
    const used = before?.usedAtSeconds !== undefined;
    const done = governor.begin(clientId, used);
    if (!done) throw tooMany();
    const readIfShared = async () => {
      if (!(await shared.take(clientId, used))) throw tooMany();
      return readAndKeep(clientId, before);
    };
    const reading: Reading = {
      outcome: readIfShared().finally(() => {
        done();
        reading.endedMs = clock();
      }),
    };
    readings.set(clientId, reading);
    return reading.outcome;
  };

  const stored = async (clientId: string) => {
    const record = await storage.unregisteredClients.find(clientId);
    return record?.kind === 'document' ? record : undefined;
  };

  return {
    async find(clientId, policy) {
      requireTrustedAddress(clientId, policy);
      const record = await stored(clientId);
      return requireAllowed(record && isFresh(record) ? record : await read(clientId, record), policy);
    },
    async known(clientId, policy) {
      try {
        requireTrustedAddress(clientId, policy);
        const record = await stored(clientId);
        return record && requireAllowed(record, policy);
      } catch (error) {
        if (error instanceof DocumentRefused) return undefined;
        throw error;
      }
    },
  };
}
