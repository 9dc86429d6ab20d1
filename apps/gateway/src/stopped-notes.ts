/** Says of the headers that stop here: each time in the metrics, once for each entry of the list in the log. */
import type { Logger } from '@gatehouse/logging';
import type { Stopped } from './headers.ts';

/** @param count told each time */
export function createStoppedNotes(count: Stopped, logger: Pick<Logger, 'info'>): Stopped {
  const noted = new Set<string>();
  return (header) => {
    count(header);
    if (noted.has(header)) return;
    noted.add(header);
    logger.info(
      { header, advice: 'see the headers that stop, and request_headers of a route, in docs/gateway.md' },
      'a header of callers does not reach services',
    );
  };
}
