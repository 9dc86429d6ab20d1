/** What an audit record may hold: the one description of its members, from which its type and its JSON Schema are made. */
import { z } from 'zod';
import { auditEvents } from './events.ts';

const digest = (meaning: string) =>
  z
    .string()
    .regex(/^[\w-]{43}$/u)
    .describe(`${meaning}: SHA-256, base64url`);
const text = (meaning: string) => z.string().describe(meaning);
const names = (meaning: string) => z.array(z.string()).readonly().describe(meaning);

/** A record, as a line of JSON. Members without a value are left out. */
export const auditRecordSchema = z.object({
  time: z.iso.datetime({ precision: 3 }).describe('When, in UTC with milliseconds (RFC 3339)'),
  event: z.enum(auditEvents).describe('What happened'),
  outcome: z.enum(['success', 'failure']),
  reason: text('Stable code of why it failed, or how it came about').optional(),
  request_id: text('The request that did it, as in its X-Request-Id and in the log').optional(),
  actor: z
    .object({ type: z.enum(['user', 'operator', 'client', 'system']), id: z.string() })
    .readonly()
    .describe('Who did it; the id of an operator on the machine is what the command was told')
    .optional(),
  client_id: text('The client by which it was done').optional(),
  subject: text('The user it is about').optional(),
  ip: text('The address of the caller').optional(),
  user_agent: text('The User-Agent of the caller').optional(),
  session_id: digest('The session').optional(),
  grant_id: digest('The grant').optional(),
  jti: text('The token, by its identifier').optional(),
  target: z.object({ type: z.string(), id: z.string() }).readonly().describe('What it was done to').optional(),
  issuer: text(
    'The issuer of the identity at an upstream provider by which it was done, or which it is about',
  ).optional(),
  act: names('Who acts for the actor or the subject, the newest first (RFC 8693, section 4.1)').optional(),
  changed: names('Names of what is another way now; never the values').optional(),
  ended: names('What ended with it').optional(),
  explanation: text('Why, in the words of who did it').optional(),
  before: text('SHA-256 of the target as JSON before it; absent where there was nothing').optional(),
  after: text('SHA-256 of the target as JSON after it; absent where there is nothing').optional(),
});

/** One line of the audit stream, and the `data` of its row. */
export type AuditRecord = Readonly<z.infer<typeof auditRecordSchema>>;

/** JSON Schema (draft 2020-12) of a record. Later versions may add members and events: a reader ignores what it does not know. */
export const auditRecordJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(auditRecordSchema, { io: 'input' }),
  title: 'Gatehouse audit record',
});
