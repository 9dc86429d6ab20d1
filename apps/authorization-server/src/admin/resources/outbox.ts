/** Mails and notices that wait: `/outbox`. What they say stays sealed: links in them are secrets. */
import type { OutboxEntry } from '@gatehouse/storage';
import { z } from 'zod';
import { dropOutboxItem, knownOutboxItem, retryOutboxItem } from '../../directory/operations/outbox.ts';
import { nextAddress, openPlace, pageOf, pageQuery, sealCursor } from '../cursor.ts';
import { momentOf } from '../moment.ts';
import { read, write } from '../operation.ts';

const outboxItem = z
  .object({
    id: z.string(),
    kind: z.string().describe('mail, or what it is to become'),
    attempts: z.number().int().describe('How often it was tried'),
    due_at: z.iso.datetime().describe('When it is tried next'),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime().describe('After that it is given up'),
    last_failure: z.string().optional().describe('Why the last attempt failed; absent: none has'),
  })
  .meta({ id: 'OutboxItem' });

const documentOf = ({
  id,
  kind,
  attempts,
  dueAtSeconds,
  createdAtSeconds,
  expiresAtSeconds,
  lastFailure,
}: OutboxEntry) => ({
  id,
  kind,
  attempts,
  due_at: momentOf(dueAtSeconds),
  created_at: momentOf(createdAtSeconds),
  expires_at: momentOf(expiresAtSeconds),
  last_failure: lastFailure,
});

const params = z.object({ id: z.string().max(128).describe('Identifier of the message') });

export const outbox = [
  read({
    id: 'listOutbox',
    path: '/outbox',
    summary: 'Mails and notices that wait, the oldest first',
    query: z.object({ ...pageQuery, kind: z.string().max(64).optional().describe('Only messages of this kind') }),
    answer: pageOf(outboxItem),
    async handle({ storage, cursorKeys }, { query: { limit, cursor, kind } }) {
      const list = `listOutbox ${kind ?? ''}`;
      const after = openPlace(cursorKeys(), list, cursor);
      const { items, next } = await storage.outbox.page({ limit, kind, after });
      return {
        items: items.map(documentOf),
        next: next && nextAddress('/outbox', { limit, kind, cursor: sealCursor(cursorKeys(), list, next) }),
      };
    },
  }),
  write({
    id: 'retryOutboxItem',
    method: 'post',
    path: '/outbox/{id}/retry',
    summary: 'Try it at once',
    params,
    status: 204,
    async plan({ storage }, { params: { id }, caller }) {
      const before = documentOf(await knownOutboxItem(storage, id));
      const work = await retryOutboxItem(storage, caller, id);
      return { target: { type: 'outbox_item', id }, before, after: before, operation: 'send a message at once', work };
    },
  }),
  write({
    id: 'dropOutboxItem',
    method: 'post',
    path: '/outbox/{id}/drop',
    summary: 'Give it up: it is never sent',
    params,
    status: 204,
    async plan({ storage }, { params: { id }, caller }) {
      const before = documentOf(await knownOutboxItem(storage, id));
      const work = await dropOutboxItem(storage, caller, id);
      return { target: { type: 'outbox_item', id }, before, operation: 'give up a message', work };
    },
  }),
];
