/** Addresses of servers that somebody types. */
import { UsageError } from './refused.ts';

/** Whether a server is on this machine (RFC 6761 section 6.3). */
export const isLoopback = ({ hostname }: URL): boolean =>
  /^(?:localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u.test(hostname);

/** The address that somebody typed. Throws UsageError unless it is https, or http on this machine. */
export function urlOf(option: string, text: string): URL {
  const url = URL.parse(text);
  if (!url || !['https:', 'http:'].includes(url.protocol)) throw new UsageError(`${option} must be a URL: ${text}`);
  if (url.protocol === 'http:' && !isLoopback(url))
    throw new UsageError(`${option} must be https unless it is on this machine: secrets and tokens travel there`);
  return url;
}
