/**
 * How much mail may wait. Strangers can ask for mails; while the mail server is away they must not fill the database with
 * them. Looked at once a second, so that no request pays for it: what comes within that second may go beyond.
 */
import type { Storage } from '@gatehouse/storage';

export interface MailCapacity {
  /** Nothing more is taken until what waits has become less. */
  readonly full: boolean;
  start(): void;
  stop(): void;
}

export function createMailCapacity(options: {
  readonly storage: Pick<Storage, 'outbox'>;
  /** The kinds of outbox items that are mails, or lead to some. */
  readonly kinds: readonly string[];
  /** As many of one kind may wait. */
  readonly most: number;
  /** Called when it became full. */
  readonly onFull: () => void;
  readonly onError: (error: unknown) => void;
  readonly pollMs?: number;
}): MailCapacity {
  const { storage, kinds, most, onFull, onError, pollMs = 1000 } = options;
  let full = false;
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    try {
      const many = await Promise.all(kinds.map((kind) => storage.outbox.hasAsManyAs(kind, most)));
      const now = many.includes(true);
      if (now && !full) onFull();
      full = now;
    } catch (error) {
      onError(error);
    }
  };
  return {
    get full() {
      return full;
    },
    start() {
      timer = setInterval(() => void look(), pollMs).unref();
    },
    stop: () => clearInterval(timer),
  };
}
