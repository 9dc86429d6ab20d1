import type { BenchmarkContext, Prepared, Round, Run } from './scenario.ts';

/** Seconds of one burst, and how many bursts there are at most. */
const BURST_SECONDS = 1;
const MOST_BURSTS = 15;
/** Bursts in a row that were hardly faster than the best before. */
const CALM_BURSTS = 3;

/** Puts load on one server for so many seconds. */
export type Measure = (seconds: number) => Promise<Run>;

/** Code is compiled in several steps while it runs: a server is warm when it gets no faster. */
async function warmUp(name: string, measure: Measure): Promise<void> {
  let [fastest, calm] = [0, 0];
  for (let burst = 0; burst < MOST_BURSTS && calm < CALM_BURSTS; burst += 1) {
    const { value, errors, cpuShare = 1 } = await measure(BURST_SECONDS);
    if (errors > 0) throw new Error(`${errors} answers of the ${name} were not a success`);
    const speed = value / cpuShare;
    calm = speed < fastest * 1.03 ? calm + 1 : 0;
    fastest = Math.max(fastest, speed);
  }
}

/**
 * Warms all up, then measures them one right after the other; who is first changes from round to round.
 * @param limit what the subject cannot do better than
 */
export async function roundRobin(
  subject: Measure,
  reference: Measure,
  { seconds, say }: BenchmarkContext,
  limit?: Measure,
): Promise<Prepared> {
  say('warming up');
  await warmUp('subject', subject);
  await warmUp('reference', reference);
  if (limit) await warmUp('limit', limit);
  const withLimit = async (): Promise<Pick<Round, 'limit'>> => (limit ? { limit: await limit(seconds) } : {});
  return {
    async round(index) {
      say(`round ${index + 1}`);
      if (index % 2 === 0) {
        const first = await subject(seconds);
        return { subject: first, ...(await withLimit()), reference: await reference(seconds) };
      }
      const first = await reference(seconds);
      return { ...(await withLimit()), subject: await subject(seconds), reference: first };
    },
  };
}
