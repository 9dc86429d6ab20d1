/** Signing in through a provider, to tokens or to the page at which it stops. */
import { Browser, errorOf, openPage, type Page } from '../browser.ts';
import { claimsOf, type TestClient, type TokenSet } from '../client.ts';
import { chooseConnection } from '../upstream.ts';
import { type Providers, throughProvider } from './providers.ts';

export interface SignIn {
  readonly tokens?: TokenSet;
  /** The subject of the tokens. */
  readonly subject?: string;
  /** The page at which it stopped, with the code of its error if it is one. */
  readonly page?: Page;
  readonly error?: string | undefined;
  /** Where the browser was sent. */
  readonly sentTo: URL;
}

/** A sign-in with a browser that nobody knows, or with the one given. */
export async function signInBy(
  {
    client,
    providers,
    connection,
  }: { readonly client: TestClient; readonly providers: Providers; readonly connection: string },
  { browser = new Browser(), extra = {} }: { readonly browser?: Browser; readonly extra?: Record<string, string> } = {},
): Promise<SignIn> {
  const request = client.request(extra);
  const page = await openPage(browser, request.url);
  const sentTo = await chooseConnection(browser, page, connection);
  const next = await throughProvider(browser, providers, sentTo);
  if (!(next instanceof URL)) return { page: next, error: errorOf(next.answer.body), sentTo };
  const code = next.searchParams.get('code') ?? '';
  const { body } = await client.redeem({ code, verifier: request.verifier, redirectUri: client.redirectUri });
  const tokens = body as unknown as TokenSet;
  return { tokens, subject: String(claimsOf(tokens.id_token)['sub']), sentTo };
}
