import { describe, expect, test } from '@jest/globals';
import { nextAddress, openCursor, sealCursor } from '../../src/admin/cursor.ts';
import { altered } from '../client.ts';

type Given = [keys: readonly string[], list: string, cursor: string];

const keys = ['first-key-of-thirty-two-characters', 'second-key-of-thirty-two-characters'];

describe('cursors', () => {
  test('open for the list that gave them, under each key that is in use', () => {
    const cursor = sealCursor(keys, 'listClients web', 'web-app');
    expect(openCursor(keys, 'listClients web', cursor)).toBe('web-app');
    expect(openCursor(keys.toReversed(), 'listClients web', cursor)).toBe('web-app');
    const bytes = Buffer.from(cursor, 'base64url').toString('latin1');
    for (const text of [cursor, bytes]) expect(text).not.toContain('web-app');
  });

  test.each([
    ['other filters', (cursor: string): Given => [keys, 'listClients', cursor]],
    ['another list', (cursor: string): Given => [keys, 'listUsers web', cursor]],
    [
      'a key that is gone',
      (cursor: string): Given => [['a-key-that-nobody-sealed-it-with--'], 'listClients web', cursor],
    ],
    ['a changed cursor', (cursor: string): Given => [keys, 'listClients web', altered(cursor)]],
    ['no cursor at all', (): Given => [keys, 'listClients web', 'x']],
    ['an empty one', (): Given => [keys, 'listClients web', '']],
  ])('are refused for %s', (_why, given) => {
    const cursor = sealCursor(keys, 'listClients web', 'web-app');
    expect(() => openCursor(...given(cursor))).toThrow(
      expect.objectContaining({ code: 'invalid_cursor', status: 400 }),
    );
  });

  test('stand in the address of the next page with its filters', () => {
    expect(nextAddress('/clients', { limit: 2, q: undefined, cursor: 'a_b' })).toBe(
      '/admin/v1/clients?limit=2&cursor=a_b',
    );
  });
});
