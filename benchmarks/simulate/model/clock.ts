/**
 * The time of a simulation, in milliseconds, and what is to happen at which time: a heap of events. Of events of one
 * time the one that was told first comes first, so that a run repeats exactly.
 */
interface Event {
  readonly at: number;
  readonly order: number;
  readonly happen: () => void;
}

const isBefore = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

export class Clock {
  readonly #heap: Event[] = [];
  #order = 0;
  now = 0;

  /** Lets something happen after so many milliseconds. */
  after(ms: number, happen: () => void): void {
    const event = { at: this.now + Math.max(0, ms), order: this.#order++, happen };
    const heap = this.#heap;
    let index = heap.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(event, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = event;
  }

  /** Lets everything happen, in order, until nothing is left. */
  run(): void {
    for (let event = this.#next(); event; event = this.#next()) {
      this.now = event.at;
      event.happen();
    }
  }

  #next(): Event | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!last || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, last)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}
