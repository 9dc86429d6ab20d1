/** What is wrong with the server, and what to do: `/doctor`. The rules are those of `gatehouse doctor`. */
import { z } from 'zod';
import { momentOf } from '../moment.ts';
import { read } from '../operation.ts';

const finding = z
  .object({
    code: z.string().describe('What was looked at: a stable code'),
    result: z
      .enum(['ok', 'warning', 'fault', 'skipped'])
      .describe(
        'fault: something does not work; warning: it works, and should be otherwise; skipped: there was nothing to look at',
      ),
    check: z.string().describe('What was looked at, and how it is'),
    advice: z.string().describe('What to do; empty when nothing'),
  })
  .meta({ id: 'Finding' });

export const doctor = [
  read({
    id: 'getDoctorFindings',
    path: '/doctor',
    summary: 'What is wrong with the server, and what to do',
    description:
      'Database, clocks, certificate, proxies, clients and signing keys, as the instance that answers sees them; at most some seconds old. "gatehouse doctor" on the machine also asks the mail server and the addresses of clients, reads claims of all users, tries every secret, and compares the registry file.',
    answer: z.object({ examined_at: z.iso.datetime(), findings: z.array(finding) }).meta({ id: 'DoctorFindings' }),
    async handle({ examine }) {
      const { atSeconds, findings } = await examine();
      return { examined_at: momentOf(atSeconds), findings };
    },
  }),
];
