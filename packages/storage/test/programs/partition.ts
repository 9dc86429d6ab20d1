/** Partitions the artefacts, and is killed (SIGKILL) at a step when it is told one: the command, as it ends in the middle. */
import { createSealer, openStorage } from '../../src/index.ts';

const [url = '', count = '', killAt = '', killAfterRows = '0'] = process.argv.slice(2);
const storage = await openStorage({ url, sealer: createSealer([Buffer.alloc(32, 1)]), migrate: false });
const changed = await storage.partitions.run(Number(count), ({ step, rows }) => {
  if (step === killAt && rows >= Number(killAfterRows)) process.kill(process.pid, 'SIGKILL');
});
await storage.close();
process.stdout.write(`${changed ? 'changed' : 'nothing to do'}\n`);
