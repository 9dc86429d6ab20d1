/** One call of the API, and the line that tells what came of it. */
import type { TokenSource } from './token-source.ts';

/** What came of a call; printed as one line of JSON. It never holds the token. */
export interface CallReport {
  readonly time: string;
  readonly status?: number;
  readonly invoices?: number;
  readonly token?: 'fetched' | 'cached';
  readonly error?: string;
}

/** What a call needs. */
export interface CallOptions {
  readonly apiOrigin: string;
  readonly tokens: TokenSource;
}

/** Asks for the invoices. A token that the API refuses is replaced once. Never rejects. */
export async function callApi({ apiOrigin, tokens }: CallOptions): Promise<CallReport> {
  const time = new Date().toISOString();
  try {
    let { accessToken, source } = await tokens.get();
    let response = await ask(apiOrigin, accessToken);
    if (response.status === 401) {
      await response.body?.cancel();
      tokens.discard(accessToken);
      ({ accessToken, source } = await tokens.get());
      response = await ask(apiOrigin, accessToken);
    }
    const body = (await response.json()) as { items?: unknown; error?: unknown };
    if (response.ok && Array.isArray(body.items)) {
      return { time, status: response.status, invoices: body.items.length, token: source };
    }
    return {
      time,
      status: response.status,
      token: source,
      error: typeof body.error === 'string' ? body.error : 'unexpected_answer',
    };
  } catch (error) {
    return { time, error: wordsOf(error) };
  }
}

function ask(apiOrigin: string, accessToken: string): Promise<Response> {
  return fetch(new URL('/invoices?limit=100', apiOrigin), {
    headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(5_000),
  });
}

/** The protocol's code if there is one, else the reason that the network gave. */
function wordsOf(error: unknown): string {
  const { error: code, message, cause } = error as { error?: string; message?: string; cause?: { code?: string } };
  return code ?? cause?.code ?? message ?? 'failed';
}
