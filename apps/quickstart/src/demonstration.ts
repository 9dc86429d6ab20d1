import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the demonstration needs to know. */
export interface DemonstrationOptions {
  readonly issuer: string;
  /** Origin of the API, which is also the resource indicator. */
  readonly api: string;
  readonly stateDirectory: string;
}

/** One call to the API with a fresh token. */
export interface Demonstration {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  /** The payload of the token. It was read, not verified: verifying is the API's part. */
  readonly claims: unknown;
  readonly url: string;
  readonly status: number;
  readonly answer: unknown;
}

/**
 * Gets a token for the client `worker` by client credentials (RFC 6749 section 4.4) for the API (RFC 8707) and calls
 * the API with it. Throws with the answer when a step is refused.
 */
export async function demonstrate({ issuer, api, stateDirectory }: DemonstrationOptions): Promise<Demonstration> {
  const secret = await readFile(join(stateDirectory, 'secrets/clients/worker'), 'utf8');
  const metadata = await getJson(`${issuer}/.well-known/oauth-authorization-server`);
  const credentials = ['worker', secret].map((part) => encodeURIComponent(part)).join(':');
  const granted = await getJson(String(metadata['token_endpoint']), {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource: api, scope: 'invoice_read' }),
  });
  const accessToken = String(granted['access_token']);
  const url = `${api}/secure-data`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${accessToken}` } });
  const payload = Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString();
  return {
    accessToken,
    expiresInSeconds: Number(granted['expires_in']),
    claims: JSON.parse(payload),
    url,
    status: response.status,
    answer: await response.json(),
  };
}

async function getJson(url: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}
