import { hash } from 'node:crypto';
import type { Row, Sealer } from '@gatehouse/database';
import type { ArtefactsTable } from '../schema.ts';

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
