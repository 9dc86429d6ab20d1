import { request } from 'node:http';

/** An answer, or status 0 when there was none. */
export interface PlainAnswer {
  readonly status: number;
  readonly text: string;
  readonly tookMs: number;
}

/** One request on a connection of its own. Never rejects: what fails is counted by whoever asked. */
export function plainRequest(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<PlainAnswer> {
  const { method = 'GET', headers = {}, body } = options;
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const done = (status: number, text: string) => resolve({ status, text, tookMs: performance.now() - startedAt });
    const outgoing = request(url, { method, headers, agent: false, timeout: 10_000 }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => done(response.statusCode ?? 0, text));
      response.on('error', (error) => done(0, String(error)));
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer in time')));
    outgoing.on('error', (error) => done(0, String(error)));
    outgoing.end(body);
  });
}
