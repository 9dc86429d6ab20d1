import { hash } from 'node:crypto';
import type { Row, Sealer } from '@gatehouse/database';

/** Codes, tokens, sessions, interactions: whatever is found by a secret and expires. Keyed by (model, SHA-256 of the identifier). */
export interface ArtefactsTable {
  model: string;
  id: Uint8Array;
  /** Sealed JSON; empty once destroyed, and for marks that only say "seen". */
  payload: Uint8Array;
  grant_id: string | null;
  uid: Uint8Array | null;
  user_code: Uint8Array | null;
  account_id: string | null;
  client_id: string | null;
  expires_at: number | null;
  consumed_at: number | null;
  /** Set: a tombstone, so that a late upsert does not revive what was ended. */
  destroyed_at: number | null;
  written_at_ms: number;
}

/** The artefacts. */
export interface ArtefactsTables {
  artefacts: ArtefactsTable;
}

/** JSON as an object; what a payload is. */
export type Payload = Record<string, unknown>;

/** An artefact that is alive, or consumed and not yet expired. */
export interface Artefact {
  readonly model: string;
  /** base64url SHA-256 of the identifier: names the row where the identifier itself is not known. */
  readonly key: string;
  readonly payload: Payload;
  readonly expiresAtSeconds?: number;
  /** Present: it was used. */
  readonly consumedAtSeconds?: number;
  readonly grantId?: string;
  readonly accountId?: string;
  readonly clientId?: string;
  /** When it was last saved. */
  readonly writtenAtSeconds: number;
}

/** An artefact is named by its identifier (a bearer secret) or by the key that a find returned. */
export type ArtefactName =
  | { readonly model: string; readonly id: string }
  | { readonly model: string; readonly key: string };

/** How long after its expiry an artefact is still found, so that callers with a clock tolerance can judge it themselves. */
export const EXPIRY_GRACE_SECONDS = 60;

/** SHA-256: the identifier is the secret, so only its hash is stored. */
export const digest = (value: string): Buffer => hash('sha256', value, 'buffer');

/** The stored identifier of a named artefact. @throws {TypeError} for an empty one */
export function rowId(name: { id?: string; key?: string }): Buffer {
  if (name.id) return digest(name.id);
  if (name.key) return Buffer.from(name.key, 'base64url');
  throw new TypeError('An artefact needs an id');
}

const place = (model: string, id: Buffer): { table: string; column: string; row: string } => ({
  table: 'artefacts',
  column: 'payload',
  row: `${model}:${id.toString('base64url')}`,
});

/** Seals a payload to its row. */
export const sealPayload = (sealer: Sealer, model: string, id: Buffer, payload: Payload): Buffer =>
  sealer.seal(place(model, id), JSON.stringify(payload));

/** Opens what sealPayload made. An empty payload is a mark that only says "seen". */
function openPayload(sealer: Sealer, model: string, id: Buffer, sealed: Uint8Array): Payload {
  return sealed.byteLength === 0 ? {} : (JSON.parse(sealer.open(place(model, id), sealed).toString('utf8')) as Payload);
}

const bytes = (value: Uint8Array): Buffer => Buffer.from(value.buffer, value.byteOffset, value.byteLength);

/** A row as callers see it. @throws {SealError} */
export function toArtefact(sealer: Sealer, row: Row): Artefact {
  const { model, id, payload, expires_at, consumed_at, grant_id, account_id, client_id, written_at_ms } =
    row as unknown as ArtefactsTable;
  const key = bytes(id);
  return {
    model,
    key: key.toString('base64url'),
    payload: openPayload(sealer, model, key, payload),
    writtenAtSeconds: Math.floor(written_at_ms / 1000),
    ...(expires_at !== null && { expiresAtSeconds: expires_at }),
    ...(consumed_at !== null && { consumedAtSeconds: consumed_at }),
    ...(grant_id !== null && { grantId: grant_id }),
    ...(account_id !== null && { accountId: account_id }),
    ...(client_id !== null && { clientId: client_id }),
  };
}
