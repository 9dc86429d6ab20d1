/** One connection through the stand-in of a distributed database. */
import { hash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { answers, completed, isError, type Message, query, splitter, textOf } from './wire.ts';

export type Product = 'cockroachdb' | 'yugabytedb';

/** How often something is refused, as a share of 1. */
export interface Shares {
  /** Units that end with 40001, at a statement of theirs or at their commit. */
  readonly units?: number;
  /** Reads that end with 40001. */
  readonly reads?: number;
  /** Commits that end with 40003: nobody knows whether they happened. */
  readonly unknown?: number;
}

export type Dice = () => number;

/** One try of a unit of work. */
export interface Attempt {
  /** Its statements with their values, a digest each. */
  readonly content: string[];
  outcome: 'running' | 'committed' | 'refused' | 'unknown' | 'failed';
}

export interface Journal {
  readonly attempts: Attempt[];
  /** Statements that the product does not have. */
  readonly unsupported: string[];
  refusedReads: number;
}

interface Surroundings {
  readonly client: Socket;
  readonly port: number;
  readonly product: Product;
  readonly journal: Journal;
  readonly random: Dice;
  readonly shares: () => Shares;
}

const versions: Readonly<Record<Product, string>> = {
  cockroachdb: 'CockroachDB CCL v24.3.1 (x86_64-pc-linux-gnu, built 2024/11/25 10:00:00, go1.22.8)',
  yugabytedb: 'PostgreSQL 11.2-YB-2.20.1.0-b0 on x86_64-pc-linux-gnu, compiled by clang version 16.0.6, 64-bit',
};

const READS_TABLES = /\bfrom\b/iu;
const CHANGES = /^\s*(?:with\b|insert\b|update\b|delete\b)/iu;
const TARGET = /\b(?:insert\s+into|delete\s+from|(?<!\bdo\s)(?<!\bfor\s)(?<!\bno\s+key\s)update)\s+"?(\w+)"?/giu;
const ABSENT =
  /\b(?:listen|unlisten|notify)\s+\w|\bpg_notify\s*\(|\bpg_(?:try_)?advisory|\bcreate\s+sequence\b|\bnextval\s*\(|\b(?:big)?serial\b/iu;

/** What the product answers to a statement that it does not have; undefined when it has it. */
export function refusalOf(product: Product, sql: string): string | undefined {
  if (ABSENT.test(sql)) return 'unimplemented: this syntax or function';
  if (product !== 'cockroachdb') return undefined;
  const tables = [...sql.matchAll(TARGET)].map(([, table]) => table);
  return new Set(tables).size < tables.length
    ? 'unimplemented: multiple modification subqueries of the same table are not supported'
    : undefined;
}

/** What a Bind binds, without the names of portal and statement, which another try may do without. */
function valuesOf(bind: Uint8Array): Uint8Array {
  const endOfPortal = bind.indexOf(0, 5);
  return bind.subarray(bind.indexOf(0, endOfPortal + 1) + 1);
}

/** A request is everything up to the one answer "ready for query". @returns the connection to the server behind */
export function session({ client, port, product, journal, random, shares }: Surroundings): Socket {
  const upstream = connect(port, '127.0.0.1');
  const texts = new Map<string, string>();
  let isReady = false;
  let unit: { attempt: Attempt; refuseAt: number | 'commit' | undefined; failed: boolean } | undefined;
  let answered: ((messages: Message[]) => void) | undefined;
  let received: Message[] = [];
  let request: Message[] = [];
  let turn: Promise<unknown> = Promise.resolve();

  const ask = (bytes: Uint8Array): Promise<Message[]> =>
    new Promise((resolve) => {
      answered = resolve;
      upstream.write(bytes);
    });
  const tell = (...messages: readonly Uint8Array[]): void => void client.write(Buffer.concat(messages));
  const pass = async (messages: readonly Message[]): Promise<Message[]> => {
    const result = await ask(Buffer.concat(messages.map(({ bytes }) => bytes)));
    tell(...result.map(({ bytes }) => bytes));
    return result;
  };
  const serialization = answers.error('40001', 'restart transaction: the unit met another one');

  /** The text of each statement in a request, and a digest of it with its values. */
  function read(messages: readonly Message[]): { sql: string; digest: string } {
    let sql = '';
    for (const message of messages) {
      const { name, text } = textOf(message);
      if (message.type === 'P') texts.set(name, text);
      if (message.type === 'B') sql = texts.get(name) ?? '';
      else if (message.type === 'Q') sql = text;
    }
    const bound = messages.filter(({ type }) => type === 'B').map(({ bytes }) => valuesOf(bytes));
    return { sql, digest: hash('sha256', Buffer.concat([Buffer.from(sql), ...bound])).slice(0, 16) };
  }

  function begun(): NonNullable<typeof unit> {
    const attempt: Attempt = { content: [], outcome: 'running' };
    journal.attempts.push(attempt);
    const refused = random() < (shares().units ?? 0);
    return {
      attempt,
      refuseAt: refused ? (random() < 0.5 ? 'commit' : Math.floor(random() * 3)) : undefined,
      failed: false,
    };
  }

  async function commit(own: NonNullable<typeof unit>, messages: readonly Message[]): Promise<void> {
    unit = undefined;
    if (own.failed) return tell(answers.complete('ROLLBACK'), answers.ready('I'));
    if (own.refuseAt !== undefined) {
      await ask(query('rollback'));
      own.attempt.outcome = 'refused';
      return tell(serialization, answers.ready('I'));
    }
    if (random() < (shares().unknown ?? 0)) {
      await ask(query(random() < 0.5 ? 'commit' : 'rollback'));
      own.attempt.outcome = 'unknown';
      return tell(answers.error('40003', 'result is ambiguous: the range moved'), answers.ready('I'));
    }
    own.attempt.outcome = completed(await pass(messages)) === 'COMMIT' ? 'committed' : 'failed';
  }

  /** Before it is run, or after that: what the server said of its text stands, and nothing of what it did. */
  async function refuse(own: NonNullable<typeof unit>, messages: readonly Message[]): Promise<void> {
    const isRun = random() < 0.5;
    const result = isRun ? await ask(Buffer.concat(messages.map(({ bytes }) => bytes))) : [];
    await ask(query('rollback'));
    own.failed = true;
    own.attempt.outcome = 'refused';
    const parsed = result.filter(({ type }) => type === '1').map(({ bytes }) => bytes);
    tell(...parsed, serialization, answers.ready('E'));
  }

  async function within(own: NonNullable<typeof unit>, messages: readonly Message[], sql: string): Promise<void> {
    if (/^commit$/iu.test(sql)) return commit(own, messages);
    if (/^rollback$/iu.test(sql)) {
      unit = undefined;
      if (own.failed) return tell(answers.complete('ROLLBACK'), answers.ready('I'));
      own.attempt.outcome = 'failed';
      return void (await pass(messages));
    }
    own.attempt.content.push(read(messages).digest);
    if (own.failed) return tell(answers.error('25P02', 'current transaction is aborted'), answers.ready('E'));
    if (own.refuseAt === own.attempt.content.length - 1) return refuse(own, messages);
    if (isError(await pass(messages))) own.refuseAt = undefined;
  }

  async function alone(messages: readonly Message[], sql: string, digest: string): Promise<void> {
    if (!CHANGES.test(sql)) {
      if (!READS_TABLES.test(sql) || random() >= (shares().reads ?? 0)) return void (await pass(messages));
      journal.refusedReads += 1;
      return tell(serialization, answers.ready('I'));
    }
    const { attempt, refuseAt } = begun();
    attempt.content.push(digest);
    if (refuseAt === undefined) {
      attempt.outcome = isError(await pass(messages)) ? 'failed' : 'committed';
      return;
    }
    attempt.outcome = 'refused';
    return tell(serialization, answers.ready('I'));
  }

  async function answer(messages: readonly Message[]): Promise<void> {
    const { sql, digest } = read(messages);
    if (sql.includes('version()')) {
      const said = sql.replace('version()', `'${versions[product]}' as version`);
      return void (await pass([{ type: 'Q', bytes: query(said) }]));
    }
    const refusal = refusalOf(product, sql);
    if (refusal !== undefined) {
      journal.unsupported.push(sql);
      if (unit && !unit.failed) await ask(query('rollback'));
      if (unit) unit.failed = true;
      return tell(answers.error('0A000', refusal), answers.ready(unit ? 'E' : 'I'));
    }
    if (unit) return within(unit, messages, sql);
    if (/^begin$/iu.test(sql)) unit = begun();
    return unit ? void (await pass(messages)) : alone(messages, sql, digest);
  }

  const fromClient = splitter(true);
  client.on('data', (chunk: Buffer) => {
    for (const message of fromClient(chunk)) {
      if (!isReady || message.type === 'X') {
        upstream.write(message.bytes);
        continue;
      }
      request.push(message);
      if (message.type !== 'Q' && message.type !== 'S') continue;
      const whole = request;
      request = [];
      turn = turn.then(() => answer(whole));
    }
  });
  const fromServer = splitter(false);
  upstream.on('data', (chunk: Buffer) => {
    for (const message of fromServer(chunk)) {
      if (!isReady) {
        // What the client sends as soon as it has this is a request already.
        isReady = message.type === 'Z';
        client.write(message.bytes);
        continue;
      }
      received.push(message);
      if (message.type !== 'Z') continue;
      const result = received;
      received = [];
      answered?.(result);
    }
  });
  return upstream;
}
