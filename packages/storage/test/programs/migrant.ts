/** Opens a storage, says how it went, and ends. What a start of the server does to the schema. */
import { createSealer, openStorage } from '../../src/index.ts';

const [url = ''] = process.argv.slice(2);
try {
  const storage = await openStorage({ url, sealer: createSealer([Buffer.alloc(32, 1)]) });
  const { applied } = await storage.migrations.status();
  await storage.ping();
  await storage.close();
  process.stdout.write(`applied ${applied.length}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
