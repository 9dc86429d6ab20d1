/** A DNS server on loopback, over UDP and TCP, that answers TXT questions as it is told (RFC 1035). */
import { createSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';

/** What is answered for a name. `silence`: nothing; `garbage`: bytes that are no answer. */
export type DnsAnswer =
  | { readonly txt: readonly (readonly string[])[]; readonly cname?: string }
  | { readonly code: 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' }
  | 'nothing'
  | 'silence'
  | 'garbage';

export interface DnsServer {
  /** As a setting names it. */
  readonly address: string;
  /** By the name that is asked for, in lower case; NXDOMAIN for all others. */
  readonly records: Map<string, DnsAnswer>;
  /** Names that were asked for. */
  readonly asked: string[];
  /** How often somebody came by TCP. */
  readonly overTcp: () => number;
  /** Awaited before each answer. */
  before: () => Promise<unknown>;
  stop(): Promise<void>;
}

const codes = { NXDOMAIN: 3, SERVFAIL: 2, REFUSED: 5 } as const;
const mostUdpBytes = 512;

const nameBytes = (name: string): Buffer =>
  Buffer.concat([
    ...name.split('.').flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]),
    Buffer.of(0),
  ]);

/** The name of the only question, and where the question ends. */
function questionOf(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.toString('ascii', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 5 };
}

function resource(name: string, type: number, data: Buffer): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([nameBytes(name), fixed, data]);
}

function answerTo(query: Buffer, answer: Exclude<DnsAnswer, 'silence' | 'garbage'>, mostBytes: number): Buffer {
  const { name, end } = questionOf(query);
  const records: Buffer[] = [];
  if (typeof answer === 'object' && 'txt' in answer) {
    const { txt, cname } = answer;
    if (cname !== undefined) records.push(resource(name, 5, nameBytes(cname)));
    for (const pieces of txt) {
      const data = Buffer.concat(pieces.flatMap((piece) => [Buffer.from([piece.length]), Buffer.from(piece)]));
      records.push(resource(cname ?? name, 16, data));
    }
  }
  const isTooLong = end + records.reduce((sum, { length }) => sum + length, 0) > mostBytes;
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  const code = typeof answer === 'object' && 'code' in answer ? codes[answer.code] : 0;
  header.writeUInt16BE(0x8180 | (isTooLong ? 0x0200 : 0) | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(isTooLong ? 0 : records.length, 6);
  return Buffer.concat([header, query.subarray(12, end), ...(isTooLong ? [] : records)]);
}

/** Starts it on a free port. */
export async function startDnsServer(): Promise<DnsServer> {
  const records = new Map<string, DnsAnswer>();
  const asked: string[] = [];
  let tcp = 0;
  const server = { records, asked, overTcp: () => tcp, before: async (): Promise<unknown> => undefined };
  const answer = async (query: Buffer, mostBytes: number): Promise<Buffer | undefined> => {
    const { name } = questionOf(query);
    asked.push(name);
    await server.before();
    const found = records.get(name) ?? { code: 'NXDOMAIN' };
    if (found === 'silence') return undefined;
    if (found === 'garbage') return Buffer.concat([query.subarray(0, 2), Buffer.from('no answer of the DNS')]);
    return answerTo(query, found, mostBytes);
  };
  const stream = createServer((socket) => {
    tcp += 1;
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => void reply(socket, data.subarray(2)));
  });
  const reply = async (socket: Socket, query: Buffer) => {
    const bytes = await answer(query, 65_535);
    if (!bytes) return;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    socket.end(Buffer.concat([length, bytes]));
  };
  await new Promise<void>((resolve) => void stream.listen(0, '127.0.0.1', resolve));
  const { port } = stream.address() as { port: number };
  const datagrams = createSocket('udp4', (query, { port: to, address }) => {
    void answer(query, mostUdpBytes).then((bytes) => bytes && datagrams.send(bytes, to, address));
  });
  await new Promise<void>((resolve) => void datagrams.bind(port, '127.0.0.1', resolve));
  return Object.assign(server, {
    address: `127.0.0.1:${port}`,
    async stop() {
      await new Promise<void>((resolve) => void datagrams.close(resolve));
      await new Promise<void>((resolve) => void stream.close(() => resolve()));
    },
  });
}
