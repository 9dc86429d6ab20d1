/**
 * A service may answer and close before it has read a request: what it said can be read, although nothing can be written
 * any more. Node's streams end at the first failure of a write; these leave the end to the reading side.
 */
import type { Socket } from 'node:net';

type Written = (error?: Error | null) => void;

/** Lets what was received be read when a write has failed. What waits to be written then waits until the socket ends. */
export function readBeyondWriteErrors(socket: Socket): void {
  // oxlint-disable-next-line typescript/unbound-method -- called on the socket below
  const { _write: write, _writev: writev } = socket;
  // A stream hands in the same function with all its writes.
  let known: Written | undefined;
  let held: Written | undefined;
  const holdingBack = (written: Written): Written => {
    if (held && written === known) return held;
    known = written;
    held = (error) => {
      if (!error || socket.destroyed) written(error);
    };
    return held;
  };
  Object.assign(socket, {
    _write: (chunk: unknown, encoding: BufferEncoding, written: Written) =>
      write.call(socket, chunk, encoding, holdingBack(written)),
    _writev:
      writev &&
      ((chunks: Parameters<typeof writev>[0], written: Written) => writev.call(socket, chunks, holdingBack(written))),
  });
}
