import type { BenchmarkContext, Prepared, Run } from './scenario.ts';

const WARM_UP_SECONDS = 2;

/** Puts load on one server for so many seconds. */
export type Measure = (seconds: number) => Promise<Run>;

/** Warms both up, then measures them one right after the other; who is first changes from round to round. */
export async function inTurns(
  subject: Measure,
  reference: Measure,
  { seconds, say }: BenchmarkContext,
): Promise<Prepared> {
  say('warming up');
  for (const [name, measure] of Object.entries({ subject, reference })) {
    const { errors } = await measure(WARM_UP_SECONDS);
    if (errors > 0) throw new Error(`${errors} answers of the ${name} were not a success`);
  }
  return {
    async round(index) {
      say(`round ${index + 1}`);
      if (index % 2 === 0) {
        const first = await subject(seconds);
        return { subject: first, reference: await reference(seconds) };
      }
      const first = await reference(seconds);
      return { subject: await subject(seconds), reference: first };
    },
  };
}
