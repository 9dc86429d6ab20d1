/**
 * Logos of clients that are described by a document: fetched once, when the client is first seen, and shown from here alone, so
 * that no page waits for a stranger's server or tells it who looks. A client that registered itself has none: nobody vouches
 * even for where it is. A logo that cannot be got is no picture, and no fault.
 */
import { hash } from 'node:crypto';
import type { Storage } from '@gatehouse/storage';
import type { OutboundFetch } from '../../delivery/outbound/guard.ts';
import type { Client } from '../clients/clients.ts';
import { createFetchGovernor } from './fetch-governor.ts';
import { imageTypeOf } from './image.ts';
import { createSharedFetches } from './shared-fetches.ts';

export interface ClientLogos {
  /** Fetches the logo of a client when it is not kept. No request need wait for it, and it never rejects. */
  prefetch(client: Client): Promise<void>;
  /** The logo as a data: URI, when it is kept. Throws StorageUnavailableError. */
  find(client: Client): Promise<string | undefined>;
}

interface LogoDependencies {
  readonly storage: Pick<Storage, 'artefacts' | 'counters' | 'commit'>;
  readonly fetch: OutboundFetch;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

const model = 'ClientLogo';
const keptSeconds = 7 * 86_400;
/** After so long a logo is asked for again that could not be got. */
const missingSeconds = 3600;
/** As many are kept in all; one may have to make room for another. */
const places = 1024;
const limits = { atOnce: 4, atOnceOfOrigin: 2, aMinute: 30, aMinuteOfOrigin: 8, apartMs: 60_000 };

/** A row of the store. */
interface Kept {
  readonly clientId: string;
  readonly logoUri: string;
  /** Absent when it could not be got. */
  readonly image?: string;
}

/** Where its logo is: on the host that its users are shown, and nowhere else. */
function logoUriOf({ clientId, metadata, unregistered }: Client): string | undefined {
  const url = unregistered?.kind === 'document' ? URL.parse(metadata.logo_uri ?? '') : null;
  return url?.protocol === 'https:' && url.host === URL.parse(clientId)?.host ? url.href : undefined;
}

const placeOf = (clientId: string): string => String(hash('sha256', clientId, 'buffer').readUInt32BE() % places);

/** Makes the cache. */
export function createClientLogos({ storage, fetch, clock }: LogoDependencies): ClientLogos {
  const governor = createFetchGovernor(clock, limits);
  const shared = createSharedFetches(storage, 'logo', limits);
  /** When each was looked for last, by address; so that a client that is used a lot costs no look into the database. */
  const looked = new Map<string, number>();

  const kept = async (clientId: string, logoUri: string): Promise<Kept | undefined> => {
    const found = await storage.artefacts.find(model, placeOf(clientId));
    if (!found || (found.expiresAtSeconds ?? 0) <= clock() / 1000) return undefined;
    const row = found.payload as unknown as Kept;
    return row.clientId === clientId && row.logoUri === logoUri ? row : undefined;
  };

  const get = async (logoUri: string): Promise<string | undefined> => {
    const answer = await fetch(logoUri, { headers: { accept: 'image/png, image/jpeg, image/webp, image/gif' } });
    if (answer.status !== 200) return undefined;
    const body = Buffer.from(await answer.arrayBuffer());
    const type = imageTypeOf(body);
    return type && `data:${type};base64,${body.toString('base64')}`;
  };

  const fetchMissing = async (clientId: string, logoUri: string): Promise<void> => {
    if (await kept(clientId, logoUri)) return;
    const done = governor.begin(clientId, true);
    if (!done) return;
    try {
      if (!(await shared.take(clientId, true))) return;
      const image = await get(logoUri).catch(() => undefined);
      const payload = { clientId, logoUri, ...(image !== undefined && { image }) };
      const expiresAtSeconds = Math.floor(clock() / 1000) + (image === undefined ? missingSeconds : keptSeconds);
      await storage.commit([
        storage.artefacts.writes.upsert({ model, id: placeOf(clientId), payload, expiresAtSeconds }),
      ]);
    } finally {
      done();
    }
  };

  return {
    async prefetch(client) {
      const logoUri = logoUriOf(client);
      if (logoUri === undefined) return;
      const now = clock();
      if (now - (looked.get(logoUri) ?? Number.NEGATIVE_INFINITY) < limits.apartMs) return;
      looked.delete(logoUri);
      looked.set(logoUri, now);
      const [oldest] = looked.keys();
      if (looked.size > places && oldest !== undefined) looked.delete(oldest);
      // Without a database there is no page either.
      await fetchMissing(client.clientId, logoUri).catch(() => undefined);
    },
    async find(client) {
      const logoUri = logoUriOf(client);
      return logoUri === undefined ? undefined : (await kept(client.clientId, logoUri))?.image;
    },
  };
}
