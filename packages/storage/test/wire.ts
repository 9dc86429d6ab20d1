/** As much of PostgreSQL's protocol, version 3, as the stand-in of a distributed database takes apart and puts together. */

export interface Message {
  /** A letter; empty for the one that starts a connection. */
  readonly type: string;
  /** All of it. */
  readonly bytes: Uint8Array;
}

/** Cuts what arrives into messages. @param starts the first one has no letter */
export function splitter(starts: boolean): (chunk: Buffer) => Message[] {
  let rest: Buffer = Buffer.alloc(0);
  let lettered = !starts;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const messages: Message[] = [];
    for (;;) {
      const head = lettered ? 1 : 0;
      if (rest.length < head + 4) return messages;
      const length = head + rest.readInt32BE(head);
      if (rest.length < length) return messages;
      messages.push({ type: lettered ? String.fromCharCode(rest[0] as number) : '', bytes: rest.subarray(0, length) });
      rest = rest.subarray(length);
      lettered = true;
    }
  };
}

const message = (type: string, body: Uint8Array): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
};

/** A simple query. */
export const query = (sql: string): Buffer => message('Q', Buffer.from(`${sql}\0`));

/** What a server answers. */
export const answers = {
  error: (code: string, text: string): Buffer => message('E', Buffer.from(`SERROR\0VERROR\0C${code}\0M${text}\0\0`)),
  complete: (tag: string): Buffer => message('C', Buffer.from(`${tag}\0`)),
  /** @param state idle, or in a transaction that failed */
  ready: (state: 'I' | 'E'): Buffer => message('Z', Buffer.from(state)),
};

/** The name and the text of a statement, in a message that has them: parse, bind or a simple query. */
export function textOf({ type, bytes }: Message): { name: string; text: string } {
  const [first = '', second = ''] = Buffer.from(bytes).toString('utf8', 5).split('\0', 2);
  return type === 'Q' ? { name: '', text: first } : { name: type === 'B' ? second : first, text: second };
}

export const isError = (messages: readonly Message[]): boolean => messages.some(({ type }) => type === 'E');

/** How the server calls what it has done. */
export const completed = (messages: readonly Message[]): string | undefined => {
  const last = messages.findLast(({ type }) => type === 'C');
  return last && Buffer.from(last.bytes).toString('utf8', 5, last.bytes.length - 1);
};
