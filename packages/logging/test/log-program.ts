/** Logs, tells its parent what became of the log, and ends when it is told to. Run by the tests of standard output. */
import { createLogger, logFailures } from '../src/index.ts';

const logger = createLogger({ program: 'tester' });
setInterval(() => {
  logger.info('a line');
  process.stderr.write('a word\n');
  process.send?.({ ...logFailures() });
}, 5);
process.once('SIGTERM', () => {
  for (let line = 0; line < 1000; line += 1) logger.info({ line });
  logger.info('the last line');
  process.exit(0);
});
