/** `gatehouse keys`: what tokens, cookies, nonces and successors of refresh tokens are made with, and how they are replaced. */
import { isDeepStrictEqual } from 'node:util';
import { type AdminClient, answerOf, type components, seenOf } from '@gatehouse/admin-client';
import type { RotatingPurpose } from '../directory/keys/policies.ts';
import { type ServerOption, withAdmin } from './admin.ts';
import { printDone, printRows } from './output.ts';

type Options = ServerOption & { readonly json?: boolean };
type Key = components['schemas']['KeyInList'];

/** `not_after` of a key that signs: when the next one takes over, as it stands. */
const rowOf = ({ signs_until: until, state, kid, purpose, algorithm, created_at, not_before, not_after }: Key) => ({
  kid,
  purpose,
  state,
  algorithm,
  created_at,
  not_before: not_before ?? '',
  not_after: (state === 'current' ? until : not_after) ?? '',
});

/** All keys, or those of a purpose, without anything private. */
async function listed(admin: AdminClient, purpose?: string): Promise<Key[]> {
  const { items } = answerOf(await admin.GET('/keys'));
  return items.filter((key) => purpose === undefined || key.purpose === purpose);
}

/** Whether nothing has changed but the time. */
function isSame(before: readonly Key[], after: readonly Key[]): boolean {
  const stored = (keys: readonly Key[]) => keys.map(({ signs_until: _until, ...key }) => key);
  return isDeepStrictEqual(stored(before), stored(after));
}

/** Never prints a private key. */
export const listKeys = (options: Options): Promise<void> =>
  withAdmin(options, async (admin) => printRows((await listed(admin)).map(rowOf), options));

/** The next key takes over now, or as soon as it was published long enough. */
export const rotateKeys = (options: Options & { purpose: RotatingPurpose }): Promise<void> =>
  withAdmin(options, async (admin) => {
    const { purpose } = options;
    const before = await listed(admin, purpose);
    answerOf(await admin.POST('/keys/rotation', { body: { purpose } }));
    const keys = await listed(admin, purpose);
    const ordered = isSame(before, keys) ? 'ordered already, nothing was changed: ' : '';
    const sentences = keys
      .filter(({ state }) => state === 'current')
      .map((current) => {
        if (current.not_after === undefined) return `${current.kid} (${current.algorithm}) signs from now on`;
        const next = keys.find(({ state, algorithm }) => state === 'next' && algorithm === current.algorithm);
        return `${ordered}${next?.kid} (${current.algorithm}) signs from ${next?.not_before} on: verifiers may not know it before`;
      });
    printDone(sentences.join('\n'), { purpose, keys: keys.map(rowOf) }, options);
  });

const read = async (admin: AdminClient, kid: string) =>
  seenOf(await admin.GET('/keys/{kid}', { params: { path: { kid } } }));

/** It signs no longer than it must; what it signed stays good. */
export const retireKey = (kid: string, options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const { etag } = await read(admin, kid);
    const before = await listed(admin);
    const params = { path: { kid }, header: { 'If-Match': etag } };
    answerOf(await admin.POST('/keys/{kid}/retirement', { params }));
    const keys = await listed(admin);
    const after = keys.find((key) => key.kid === kid);
    const sentence =
      after?.state === 'current'
        ? `${isSame(before, keys) ? 'ordered already, nothing was changed: ' : ''}${kid} retires as soon as the next key was published long enough ("gatehouse keys list" says when)`
        : `${kid} signs no more`;
    printDone(sentence, { kid, state: after?.state ?? 'gone' }, options);
  });

/** A compromised key: out of use at once, and whatever it signed is refused. */
export const revokeKey = (kid: string, options: Options & { readonly reason?: string }): Promise<void> =>
  withAdmin(options, async (admin) => {
    const { seen, etag } = await read(admin, kid);
    const { reason } = options;
    const header = { 'If-Match': etag, 'X-Reason': reason ?? '' };
    answerOf(await admin.POST('/keys/{kid}/revocation', { params: { path: { kid }, header } }));
    const current = (await listed(admin, seen.purpose)).filter(({ state }) => state === 'current');
    printDone(
      `${kid} is revoked and nothing it signed counts any more; now ${current.map((key) => key.kid).join(', ')} signs`,
      { kid, revoked: true, current: current.map((key) => key.kid) },
      options,
    );
  });
