/** Opens storages at once, says how each went, and ends. What starts of the server do to the schema. */
import { createSealer, openStorage } from '../../src/index.ts';

const [url = '', starts = '1'] = process.argv.slice(2);

async function start(): Promise<void> {
  try {
    // A busy machine is no outage.
    const storage = await openStorage({ url, sealer: createSealer([Buffer.alloc(32, 1)]), statementTimeoutMs: 60_000 });
    const { applied } = await storage.migrations.status();
    await storage.ping();
    await storage.close();
    process.stdout.write(`applied ${applied.length}\n`);
  } catch (error) {
    const { message } = error as Error;
    // As a supervisor does it, where so many at once keep the machine too busy to connect in time.
    if (message === 'Storage is unavailable: timeout expired') return start();
    process.stderr.write(`${message}\n`);
    process.exitCode = 1;
  }
}

await Promise.all(Array.from({ length: Number(starts) }, start));
