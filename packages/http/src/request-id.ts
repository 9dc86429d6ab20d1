import { randomUUID } from 'node:crypto';

/** A new identifier of a request: a UUID that carries its time (version 7; RFC 9562, section 5.7), by which its records are found. */
export function newRequestId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
