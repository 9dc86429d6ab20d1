/**
 * Repeated requests: a POST with `Idempotency-Key` is done once, and its answer kept for 24 hours in the same commit. Whoever repeats it,
 * also after the server was killed, gets that answer.
 */
import { hash } from 'node:crypto';
import type { Work } from '../directory/operations/work.ts';
import type { AdminContext } from './context.ts';
import type { AdminRequest, AdminResponse } from './exchange.ts';
import { canonical } from './precondition.ts';
import { Problem } from './problem.ts';

const keptSeconds = 24 * 60 * 60;

export type Kept = Pick<AdminResponse, 'status' | 'headers' | 'body'>;

/** A key with whose it is and what it was sent with. */
export interface KeyedRequest {
  readonly actor: string;
  readonly key: string;
  readonly requestSha256: Buffer;
}

/** The key of the request; undefined without one. Throws Problem. */
export function requestOfKey({ method, path, query, header, body, caller }: AdminRequest): KeyedRequest | undefined {
  const key = header('idempotency-key');
  if (key === undefined) return undefined;
  if (!/^[\x21-\x7e]{1,255}$/u.test(key)) {
    throw new Problem('invalid_idempotency_key', 'Idempotency-Key takes 1 to 255 characters of ASCII without blanks.');
  }
  const { actor, clientId = '' } = caller;
  return {
    actor: `${actor.type}:${actor.id} ${clientId}`,
    key,
    requestSha256: hash('sha256', canonical([method, path, query.toString(), body]), 'buffer'),
  };
}

/** The answer that was kept under the key. Throws Problem when it was sent with another request. */
export async function keptAnswer(
  { storage }: Pick<AdminContext, 'storage'>,
  { actor, key, requestSha256 }: KeyedRequest,
): Promise<Kept | undefined> {
  const found = await storage.idempotency.find(actor, key);
  if (!found) return undefined;
  if (!found.requestSha256.equals(requestSha256)) {
    throw new Problem(
      'idempotency_key_reused',
      'This Idempotency-Key was sent with another request. A key belongs to one request; make a new one.',
    );
  }
  const { status, headers, body } = found;
  const replayed = { ...headers, 'idempotency-replayed': 'true' };
  return { status, headers: replayed, body: body === '' ? undefined : (JSON.parse(body) as unknown) };
}

/** The work, which keeps its answer too. */
export function keepAnswer(
  { storage, clock }: Pick<AdminContext, 'storage' | 'clock'>,
  work: Work,
  request: KeyedRequest,
  { status, headers, body }: Kept,
): Work {
  const write = storage.idempotency.writes.keep({
    ...request,
    status,
    headers,
    body: body === undefined ? '' : JSON.stringify(body),
    expiresAtSeconds: Math.floor(clock() / 1000) + keptSeconds,
  });
  return { ...work, writes: [write, ...work.writes] };
}
