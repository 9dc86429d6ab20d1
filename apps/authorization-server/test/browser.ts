/** A browser without JavaScript, and a person who uses it, for tests. */
import { type Agent, request as httpsRequest } from 'node:https';

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
  readonly location: string;
  /** The `Set-Cookie` lines. */
  readonly setCookies: readonly string[];
}

/** Sends one request as it is told, on a new connection unless an agent is given. Redirects are not followed. */
export function send(
  method: string,
  url: string,
  headers: Record<string, string | string[]> = {},
  body?: string | Buffer,
  agent: Agent | false = false,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // Whatever Host says, the connection is to the server of the URL.
    const { hostname: servername } = new URL(url);
    const outgoing = httpsRequest(url, { method, agent, headers, servername }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode = 0, headers: received } = response;
        const setCookies = received['set-cookie'] ?? [];
        resolve({ status: statusCode, headers: received, body: text, location: received.location ?? '', setCookies });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** A browser without JavaScript: cookies by path, redirects only when told. */
export class Browser {
  readonly #cookies = new Map<string, { name: string; value: string; path: string }>();
  /** Every cookie value it was ever given. */
  readonly everyCookie: string[] = [];

  get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.request('GET', url, headers);
  }

  post(
    url: string,
    form: Record<string, string> | [string, string][],
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const body = new URLSearchParams(form).toString();
    const { origin } = new URL(url);
    return this.request('POST', url, { 'content-type': 'application/x-www-form-urlencoded', origin, ...headers }, body);
  }

  async request(method: string, url: string, headers: Record<string, string>, body?: string): Promise<Answer> {
    const { pathname } = new URL(url);
    const cookie = [...this.#cookies.values()]
      .filter(({ path }) => pathname.startsWith(path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const answer = await send(method, url, { accept: 'text/html', ...(cookie && { cookie }), ...headers }, body);
    this.#keep(answer.setCookies);
    return answer;
  }

  /** The names of the cookies it holds. */
  get cookieNames(): string[] {
    return [...this.#cookies.values()].map(({ name }) => name);
  }

  cookie(name: string): string | undefined {
    return [...this.#cookies.values()].find((entry) => entry.name === name)?.value;
  }

  /** Puts a cookie into its store, as an attacker or an old backup would. */
  setCookie(name: string, value: string, path = '/'): void {
    this.#cookies.set(`${name} ${path}`, { name, value, path });
  }

  /** Loses a cookie, as when a session ends. */
  forget(name: string): void {
    for (const [key, entry] of this.#cookies) if (entry.name === name) this.#cookies.delete(key);
  }

  /** A browser with the same cookies, which then go their own ways. */
  copy(): Browser {
    const other = new Browser();
    for (const { name, value, path } of this.#cookies.values()) other.setCookie(name, value, path);
    return other;
  }

  #keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(/;\s*/u);
      const [name = '', value = ''] = pair.split(/=(.*)/su);
      const path = attributes.find((entry) => /^path=/iu.test(entry))?.slice(5) ?? '/';
      const expires = attributes.find((entry) => /^expires=/iu.test(entry))?.slice(8);
      const key = `${name} ${path}`;
      if (value !== '') this.everyCookie.push(value);
      if (value === '' || (expires && Date.parse(expires) < Date.now())) this.#cookies.delete(key);
      else this.#cookies.set(key, { name, value, path });
    }
  }
}

/** The hidden form token of a page. */
export const csrfOf = (page: string): string => /name="csrf" value="([^"]+)"/u.exec(page)?.[1] ?? '';

/** The stable code of an error page, or of the error above a form. */
export const errorOf = (page: string): string | undefined => /data-error="([^"]+)"/u.exec(page)?.[1];

/** Whether this is an error page, as everybody may rely on it. */
export const isErrorPage = (page: string): boolean => /<main id="error" data-error="\w+">/u.test(page);

export interface Person {
  readonly login: string;
  readonly password: string;
}

/** A page of the sign-in with a form, and where its form goes. */
export interface Page {
  readonly answer: Answer;
  /** The absolute URL that `#submit` or `#accept` posts to. */
  readonly action: string;
  readonly csrf: string;
}

/** Follows redirects within the server to the next page, or to the redirect back to the client. */
export async function follow(browser: Browser, origin: string, first: Answer): Promise<Page | URL> {
  let answer = first;
  for (let hop = 0; hop < 10; hop += 1) {
    if (answer.status === 303) {
      const next = new URL(answer.location, origin);
      if (next.origin !== origin) return next;
      answer = await browser.get(next.href);
      continue;
    }
    const action =
      /<form[^>]* action="([^"]+\/(?:login|login-name|consent|totp|passkey-factor|recovery-code|email-code|add-totp|codes-kept|register|verify|terms|account))"/u.exec(
        answer.body,
      )?.[1];
    if (answer.status !== 200 || !action)
      throw new Error(`the sign-in stopped at ${answer.status} ${errorOf(answer.body) ?? answer.body.slice(0, 500)}`);
    return { answer, action: new URL(action, origin).href, csrf: csrfOf(answer.body) };
  }
  throw new Error('the sign-in does not end');
}

/** Opens an authorization request up to its first page. Throws when no page is shown. */
export async function openPage(browser: Browser, authorizationUrl: string): Promise<Page> {
  const next = await follow(browser, new URL(authorizationUrl).origin, await browser.get(authorizationUrl));
  if (next instanceof URL) throw new Error(`no page was shown, but a redirect to ${next.href}`);
  return next;
}

/** Fills the sign-in form in and goes on to whatever comes next. */
export async function submitPassword(browser: Browser, page: Page, person: Person): Promise<Page | URL> {
  const form = { csrf: page.csrf, login: person.login, password: person.password };
  return follow(browser, new URL(page.action).origin, await browser.post(page.action, form));
}

/** Follows an authorization request through sign-in and consent, where asked, to the redirect back to the client. */
export async function signIn(browser: Browser, authorizationUrl: string, person: Person): Promise<URL> {
  const { origin } = new URL(authorizationUrl);
  let next = await follow(browser, origin, await browser.get(authorizationUrl));
  for (let page = 0; page < 4; page += 1) {
    if (next instanceof URL) return next;
    next = next.action.endsWith('/login')
      ? await submitPassword(browser, next, person)
      : await follow(browser, origin, await browser.post(next.action, { csrf: next.csrf }));
  }
  throw new Error('the sign-in does not end');
}
