import { randomUUID } from 'node:crypto';

// Writing a number with 41 bits in hexadecimal takes longer than everything else here: it is done once a millisecond.
let writtenMs = -1;
let written = '';

/** A new identifier of a request: a UUID that carries its time (version 7; RFC 9562, section 5.7), by which its records are found. */
export function newRequestId(): string {
  const nowMs = Date.now();
  if (nowMs !== writtenMs) {
    const time = nowMs.toString(16).padStart(12, '0');
    written = `${time.slice(0, 8)}-${time.slice(8)}-7`;
    writtenMs = nowMs;
  }
  return written + randomUUID().slice(15);
}
