/** Upstream providers, asked as `gatehouse connections test` asks them. */
import type { Storage } from '@gatehouse/storage';
import { type Finding, fault, ok, skipped } from '../../directory/checks/finding.ts';
import type { ExamineUpstream } from '../../directory/checks/upstream.ts';
import { connectionFrom } from '../../directory/connections/connections.ts';

const mostAsked = 20;

/** One for each enabled connection: all is well, or the first of what is not. */
export async function upstreamFindings(
  { connections }: Pick<Storage, 'connections'>,
  examine: ExamineUpstream,
): Promise<readonly Finding[]> {
  const enabled = (await connections.list()).filter(({ definition }) => definition['enabled'] !== false);
  if (enabled.length === 0) return [skipped('upstream providers', 'no connection is enabled')];
  return Promise.all(
    enabled.slice(0, mostAsked).map(async (record): Promise<Finding> => {
      const check = `the upstream of the connection ${record.name}`;
      const first = (await examine(connectionFrom(record, []))).find(({ result }) => result === 'fault');
      if (!first) return ok(check);
      return fault(
        check,
        `${first.check}: ${first.advice} ("gatehouse connections test ${record.name}" says all of it)`,
      );
    }),
  );
}
