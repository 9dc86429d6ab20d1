/** What goes on: `/overview`. Figures over time, of all instances, and what waits or ends. */
import { z } from 'zod';
import { type CountedName, countedNames } from '../../directory/statistics/statistics.ts';
import type { AdminContext } from '../context.ts';
import { momentOf } from '../moment.ts';
import { type AdminCaller, read } from '../operation.ts';
import { keyList, listedKeys } from './keys.ts';

const moment = z.iso.datetime();

/** How far back, and in how long steps: so many points as a chart has room for. Thirty days are what is kept. */
const spans = {
  hour: { steps: 12, stepSeconds: 300 },
  day: { steps: 24, stepSeconds: 3600 },
  week: { steps: 42, stepSeconds: 14_400 },
  month: { steps: 30, stepSeconds: 86_400 },
} as const;
type Span = keyof typeof spans;

const series = z
  .object({
    name: z
      .enum(countedNames)
      .describe(
        'sign_in.completed; sign_in.refused: attempts with a wrong password, code or passkey; token.issued; token.refused: refused token requests; answer.failed: answers with a status of 500 and above',
      ),
    total: z.int(),
    values: z.array(z.int()).describe('One for each step, the oldest first'),
  })
  .meta({ id: 'StatisticsSeries' });

const overviewAnswer = z
  .object({
    span: z.enum(Object.keys(spans) as [Span, ...Span[]]),
    since: moment.describe('When the first step begins'),
    until: moment.describe('When the last step ends: the one that is still going on'),
    step_seconds: z.int(),
    series: z.array(series),
    users: z.object({ total: z.int() }).optional().describe('With users:read'),
    clients: z.object({ total: z.int() }).optional().describe('With clients:read'),
    outbox: z
      .object({
        waiting: z.int(),
        tried: z.int().describe('Of those: tried and not sent yet'),
        oldest_at: moment.optional().describe('When the oldest of them was made'),
      })
      .optional()
      .describe('With outbox:read'),
    keys: keyList.optional().describe('With keys:read: the keys that sign, and those that are next'),
    doctor: z.string().optional().describe('With settings:read: where it stands what is wrong and what to do'),
  })
  .meta({ id: 'Overview' });

async function figures({ storage, clock }: Pick<AdminContext, 'storage' | 'clock'>, span: Span) {
  const { steps, stepSeconds } = spans[span];
  const untilSeconds = (Math.floor(clock() / 1000 / stepSeconds) + 1) * stepSeconds;
  const sinceSeconds = untilSeconds - steps * stepSeconds;
  const sums = await storage.statistics.sums({ sinceSeconds, untilSeconds, stepSeconds, names: countedNames });
  const values = new Map<string, number[]>(countedNames.map((name) => [name, Array<number>(steps).fill(0)]));
  for (const { name, atSeconds, count } of sums) {
    (values.get(name) as number[])[(atSeconds - sinceSeconds) / stepSeconds] = count;
  }
  return {
    span,
    since: momentOf(sinceSeconds),
    until: momentOf(untilSeconds),
    step_seconds: stepSeconds,
    series: [...values].map(([name, counts]) => ({
      name: name as CountedName,
      total: counts.reduce((total, count) => total + count, 0),
      values: counts,
    })),
  };
}

async function outboxPart({ outbox }: Pick<AdminContext['storage'], 'outbox'>) {
  const { waiting, tried, oldestCreatedAtSeconds: oldest } = await outbox.summary();
  return { waiting, tried, oldest_at: oldest === undefined ? undefined : momentOf(oldest) };
}

async function keysPart(keys: AdminContext['keys']) {
  const { items, plans } = await listedKeys(keys);
  return { items: items.filter(({ state }) => state !== 'retired'), plans };
}

const may = ({ local, scopes }: AdminCaller, scope: string): boolean => local || scopes.has(scope);

export const overview = [
  read({
    id: 'getOverview',
    path: '/overview',
    summary: 'What goes on: figures over time, keys, and what waits',
    description:
      'Figures are of all instances, a minute late, and kept for thirty days. Parts that need another scope are left out without it.',
    query: z.object({
      span: z
        .enum(Object.keys(spans) as [Span, ...Span[]])
        .default('day')
        .describe('How far back the figures go'),
    }),
    answer: overviewAnswer,
    async handle(context, { query: { span }, admin }) {
      const { storage, keys } = context;
      const given = async <Part>(scope: string, part: () => Promise<Part>) => (may(admin, scope) ? part() : undefined);
      const [counted, users, clients, outbox, ofKeys] = await Promise.all([
        figures(context, span),
        given('users:read', async () => ({ total: await storage.accounts.count() })),
        given('clients:read', async () => ({ total: await storage.clients.count() })),
        given('outbox:read', () => outboxPart(storage)),
        given('keys:read', () => keysPart(keys)),
      ]);
      const doctor = may(admin, 'settings:read') ? '/doctor' : undefined;
      return { ...counted, users, clients, outbox, keys: ofKeys, doctor };
    },
  }),
];
