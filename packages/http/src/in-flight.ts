/** The requests that are being answered. */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** As others see it. */
export interface InFlightResponses extends Iterable<ServerResponse> {
  readonly size: number;
}

/**
 * Slots that are used again and again. Not a Set: each time V8 makes the table of a busy Set anew, the old one keeps its
 * responses and the table after it alive until the next full collection, and with them everything about a request.
 */
export class InFlight implements InFlightResponses {
  readonly #slots: (ServerResponse | undefined)[] = [];
  readonly #free: number[] = [];

  get size(): number {
    return this.#slots.length - this.#free.length;
  }

  /** Gives the slot by which it is removed. */
  add(response: ServerResponse): number {
    const slot = this.#free.pop() ?? this.#slots.length;
    this.#slots[slot] = response;
    return slot;
  }

  /** Frees a slot; once for each `add`. */
  remove(slot: number): void {
    this.#slots[slot] = undefined;
    this.#free.push(slot);
  }

  /** The response that is being written to a connection. */
  on(socket: Socket): ServerResponse | undefined {
    return this.#slots.find((response) => response?.socket === socket);
  }

  *[Symbol.iterator](): Generator<ServerResponse> {
    for (const response of this.#slots) if (response) yield response;
  }
}
