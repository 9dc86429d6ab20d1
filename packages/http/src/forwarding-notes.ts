/** Lines in the log about forwarding headers and hosts: few enough that nobody can fill a log with them. */
import type { Logger } from '@gatehouse/logging';
import type { ForwardingFault } from './forwarded.ts';

/** As many lines about one header may be written in a window. */
const MOST_LINES = 10;
const WINDOW_MS = 60_000;
/** As many peers that are not trusted are named, each once. */
const MOST_PEERS = 20;
const MOST_SHOWN = 120;

/** Whose request it was. */
export interface NotedRequest {
  readonly requestId: string;
  /** The address at the other end of the socket. */
  readonly peer: string;
  readonly isTrusted: boolean;
}

interface Window {
  sinceMs: number;
  lines: number;
  unsaid: number;
}

/** Writes them. */
export class ForwardingNotes {
  readonly #logger: Logger;
  readonly #nowMs: () => number;
  readonly #windows = new Map<string, Window>();
  readonly #peers = new Set<string>();

  constructor(logger: Logger, nowMs: () => number = () => performance.now()) {
    this.#logger = logger;
    this.#nowMs = nowMs;
  }

  /** A trusted proxy does not name the caller, or in two ways. */
  unreadable(fault: ForwardingFault, request: NotedRequest): void {
    this.#write(
      'unreadable',
      fault,
      request,
      {},
      'the caller that a trusted proxy forwards cannot be told by its address',
    );
  }

  /** A request for another host or scheme was refused. @param ignored what a peer forwards that is not trusted */
  misdirected(fault: ForwardingFault, request: NotedRequest, ignored: readonly string[]): void {
    const advice =
      ignored.length > 0 ? { ignored, advice: ADVICE } : fault.header === 'Host' ? { advice: HOST_ADVICE } : {};
    this.#write('misdirected', fault, request, advice, 'misdirected request refused');
  }

  /** A peer that is not trusted sent forwarding headers, which were dropped. */
  untrusted(peer: string): void {
    if (this.#peers.has(peer) || this.#peers.size >= MOST_PEERS) return;
    this.#peers.add(peer);
    this.#logger.warn({ peer, advice: ADVICE }, 'forwarding headers of a peer that is not trusted are ignored');
  }

  #write(kind: string, fault: ForwardingFault, request: NotedRequest, more: object, message: string): void {
    const key = `${kind} ${fault.header}`;
    const nowMs = this.#nowMs();
    let window = this.#windows.get(key);
    if (window === undefined || nowMs - window.sinceMs >= WINDOW_MS) {
      window = { sinceMs: nowMs, lines: 0, unsaid: window?.unsaid ?? 0 };
      this.#windows.set(key, window);
    }
    if (window.lines >= MOST_LINES) {
      window.unsaid += 1;
      return;
    }
    window.lines += 1;
    const { unsaid } = window;
    window.unsaid = 0;
    this.#logger.warn(
      {
        reason: kind === 'misdirected' ? 'misdirected_request' : 'forwarding_unreadable',
        header: fault.header,
        seen: printable(fault.seen),
        expected: printable(fault.expected),
        peer: request.peer,
        peer_trusted: request.isTrusted,
        request_id: request.requestId,
        ...more,
        ...(unsaid > 0 ? { unsaid } : {}),
      },
      message,
    );
  }
}

const ADVICE = 'if this peer is your proxy, name its address in the setting of the trusted proxies (…_TRUSTED_PROXIES)';

const HOST_ADVICE = 'a proxy in front must pass Host as it came; nginx: proxy_set_header Host $http_host;';

/** A value as it may stand in logs and answers: bounded, printable ASCII. */
export function printable(value: string): string {
  const shown = value
    .slice(0, MOST_SHOWN)
    .replaceAll(/[^ -~]/gu, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
  return value.length > MOST_SHOWN ? `${shown}…` : shown;
}
