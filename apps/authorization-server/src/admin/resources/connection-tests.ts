/** Tests of connections: `POST /connections/{connection_name}/test`, and of drafts before they are saved. */
import { z } from 'zod';
import type { Finding } from '../../directory/checks/finding.ts';
import { connectionFrom, definitionOf } from '../../directory/connections/connections.ts';
import { connectionTested, knownConnection } from '../../directory/operations/connections.ts';
import { offerSignInTest } from '../../directory/operations/sign-in-test.ts';
import { momentOf } from '../moment.ts';
import { write } from '../operation.ts';
import { connectionParams, entry } from './connection-document.ts';
import { checkEntry } from './connections.ts';
import { moment } from './user-document.ts';

const tested = z
  .object({
    passed: z.boolean().describe('Nothing is at fault; there may be warnings'),
    findings: z.array(
      z.object({
        check: z.string(),
        result: z.enum(['ok', 'warning', 'fault', 'skipped']),
        advice: z.string().describe('What to do, or why it was not looked at'),
      }),
    ),
  })
  .meta({ id: 'ConnectionTest' });

const answerOf = (findings: readonly Finding[]) => ({
  passed: findings.every(({ result }) => result !== 'fault'),
  findings: findings.map(({ check, result, advice }) => ({ check, result, advice })),
});

export const connectionTests = [
  write({
    id: 'testConnection',
    method: 'post',
    path: '/connections/{connection_name}/test',
    summary: 'Ask an upstream whether it fits what is declared of it',
    description:
      'Discovery, keys, client_id and secret; nobody signs in and nothing changes. The server asks, by the guard by which all its requests go out.',
    params: connectionParams,
    status: 200,
    answer: tested,
    async plan(context, { params, caller }) {
      const stored = await knownConnection(context.storage, params.connection_name);
      const findings = await context.examineUpstream(connectionFrom(stored, []));
      return {
        target: { type: 'connection', id: stored.name },
        operation: 'test a connection',
        work: connectionTested(caller, stored.name),
        answer: answerOf(findings),
      };
    },
  }),
  write({
    id: 'testDraftConnection',
    method: 'post',
    path: '/connections/test',
    summary: 'The same for a connection that is not declared yet',
    description: 'It is asked with the secret of the body alone, never with one that is stored.',
    body: entry,
    status: 200,
    answer: tested,
    async plan(context, { body, caller }) {
      await checkEntry(context, body);
      const { name, definition, secret } = definitionOf(body);
      const draft = connectionFrom({ name, definition, ...(secret !== undefined && { secret }) }, []);
      return {
        target: { type: 'connection', id: name },
        operation: 'test a connection',
        work: connectionTested(caller, name),
        answer: answerOf(await context.examineUpstream(draft)),
      };
    },
  }),
  write({
    id: 'offerSignInTest',
    method: 'post',
    path: '/connections/{connection_name}/sign-in-test',
    summary: 'A link to a sign-in at the upstream that makes nothing',
    description:
      'Opened once within ten minutes, in a browser, it leads through the upstream to a page with what it said, what of that counts, and what would come of it. It works for a connection that is disabled too.',
    params: connectionParams,
    status: 201,
    answer: z.object({ url: z.string(), expires_at: moment }).meta({ id: 'SignInTest' }),
    async plan({ storage, clock, issuer }, { params, caller }) {
      const { connection_name: name } = params;
      const offered = await offerSignInTest(storage, caller, { name, nowSeconds: Math.floor(clock() / 1000) });
      return {
        target: { type: 'connection', id: name },
        operation: 'test a connection',
        work: offered,
        answer: {
          url: `${issuer}/federation/${name}/test/${offered.token}`,
          expires_at: momentOf(offered.expiresAtSeconds),
        },
      };
    },
  }),
];
