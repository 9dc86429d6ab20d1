/** A collector for tests: takes OTLP over HTTP as JSON, and gives what it was sent as spans and logs. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A span as it came. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  /** 1 internal, 2 server, 3 client. */
  readonly kind: number;
  /** `service.name` of its resource. */
  readonly service: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  /** 0 unset, 2 error. */
  readonly status: number;
  readonly startedAtMs: number;
  readonly durationMs: number;
}

/** A log record as it came. */
export interface ReceivedLog {
  readonly service: string;
  readonly scope: string;
  readonly eventName: string;
  readonly severity: string;
  readonly timeMs: number;
  readonly body: unknown;
  /** Empty for one outside of a trace. */
  readonly traceId: string;
}

/** What was received so far. */
export interface OtlpReceiver {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string;
  /** The variables by which a program sends here soon. */
  readonly env: Readonly<Record<string, string>>;
  readonly spans: readonly ReceivedSpan[];
  readonly logs: readonly ReceivedLog[];
  /** Everything that was sent, as text. */
  readonly raw: string;
  /** The headers of each request. */
  readonly headers: readonly IncomingHttpHeaders[];
  /** The spans of a trace as a tree, one a line, as they were begun. */
  tree(traceId: string): string;
  close(): Promise<void>;
}

type Json = Readonly<Record<string, unknown>>;

const list = (value: unknown) => (value ?? []) as Json[];

/** A value of OTLP's as a plain one. */
function plain(value: unknown): unknown {
  const [kind, inside] = Object.entries((value ?? {}) as Json)[0] ?? [];
  if (kind === 'intValue') return Number(inside);
  if (kind === 'arrayValue') return list((inside as Json)['values']).map(plain);
  if (kind === 'kvlistValue') return members((inside as Json)['values']);
  return inside;
}

const members = (attributes: unknown): Json =>
  Object.fromEntries(list(attributes).map(({ key, value }) => [key, plain(value)]));

const serviceOf = (holder: Json) =>
  String(members((holder['resource'] as Json | undefined)?.['attributes'])['service.name']);

const ms = (nanoseconds: unknown) => Number(BigInt(String(nanoseconds)) / 1000n) / 1000;

function spansOf(body: Json): ReceivedSpan[] {
  return list(body['resourceSpans']).flatMap((holder) =>
    list(holder['scopeSpans']).flatMap((scope) =>
      list(scope['spans']).map((span) => ({
        traceId: String(span['traceId']),
        spanId: String(span['spanId']),
        parentSpanId: (span['parentSpanId'] as string | undefined) || undefined,
        name: String(span['name']),
        kind: Number(span['kind']),
        service: serviceOf(holder),
        attributes: members(span['attributes']),
        links: list(span['links']).map(({ traceId, spanId }) => ({ traceId: String(traceId), spanId: String(spanId) })),
        status: Number((span['status'] as Json | undefined)?.['code'] ?? 0),
        startedAtMs: ms(span['startTimeUnixNano']),
        durationMs: ms(span['endTimeUnixNano']) - ms(span['startTimeUnixNano']),
      })),
    ),
  );
}

function logsOf(body: Json): ReceivedLog[] {
  return list(body['resourceLogs']).flatMap((holder) =>
    list(holder['scopeLogs']).flatMap((scope) =>
      list(scope['logRecords']).map((log) => ({
        service: serviceOf(holder),
        scope: String((scope['scope'] as Json | undefined)?.['name']),
        eventName: String(log['eventName']),
        severity: String(log['severityText']),
        timeMs: ms(log['timeUnixNano']),
        body: plain(log['body']),
        traceId: (log['traceId'] as string | undefined) ?? '',
      })),
    ),
  );
}

/** Draws the spans of one trace. */
function drawTrace(spans: readonly ReceivedSpan[], traceId: string): string {
  const all = spans.filter((span) => span.traceId === traceId).toSorted((a, b) => a.startedAtMs - b.startedAtMs);
  const known = new Set(all.map(({ spanId }) => spanId));
  const draw = (span: ReceivedSpan, depth: number): string[] => [
    `${'  '.repeat(depth)}${span.service}: ${span.name} (${span.durationMs.toFixed(1)} ms)`,
    ...all.filter(({ parentSpanId }) => parentSpanId === span.spanId).flatMap((child) => draw(child, depth + 1)),
  ];
  return all
    .filter(({ parentSpanId }) => parentSpanId === undefined || !known.has(parentSpanId))
    .flatMap((span) => draw(span, 0))
    .join('\n');
}

/** Starts one on a free port of loopback. */
export async function otlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const logs: ReceivedLog[] = [];
  const headers: IncomingHttpHeaders[] = [];
  let raw = '';
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = (await json(request)) as Json;
    headers.push(request.headers);
    raw += JSON.stringify(body);
    spans.push(...spansOf(body));
    logs.push(...logsOf(body));
    response.setHeader('content-type', 'application/json').end('{}');
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '50',
    },
    spans,
    logs,
    headers,
    get raw() {
      return raw;
    },
    tree: (traceId) => drawTrace(spans, traceId),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
