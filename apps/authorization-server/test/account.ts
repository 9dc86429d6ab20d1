/** A person on the account pages, for tests. */
import { type Answer, Browser, csrfOf, type Person } from './browser.ts';
import type { TestServer } from './server.ts';

export class AccountVisitor {
  readonly server: TestServer;
  readonly person: Person;
  readonly browser: Browser;

  constructor(server: TestServer, person: Person, browser = new Browser()) {
    this.server = server;
    this.person = person;
    this.browser = browser;
  }

  /** Follows redirects of this server, signing in where asked, up to a page. `otp` gives the code of a second factor. */
  async settle(first: Answer, otp?: () => string): Promise<Answer> {
    const { issuer } = this.server;
    let answer = first;
    for (let hop = 0; hop < 20; hop += 1) {
      const action = /<form[^>]* action="([^"]+\/(?:login|totp))"/u.exec(answer.body)?.[1];
      if (answer.status === 303) answer = await this.browser.get(new URL(answer.location, issuer).href);
      else if (action?.startsWith('/interaction/') && !answer.body.includes('role="alert"')) {
        const { login, password } = this.person;
        const fields = action.endsWith('/totp') ? { otp: otp?.() ?? '' } : { login, password };
        answer = await this.browser.post(`${issuer}${action}`, { csrf: csrfOf(answer.body), ...fields });
      } else return answer;
    }
    throw new Error('this leads nowhere');
  }

  /** Opens an account page. */
  async open(path = '/account', otp?: () => string): Promise<Answer> {
    return this.settle(await this.browser.get(`${this.server.issuer}${path}`), otp);
  }

  /** Sends a form of an account page, and goes on to the page after it. */
  async send(path: string, fields: Record<string, string> = {}, page?: Answer): Promise<Answer> {
    return this.settle(await this.raw(path, fields, page));
  }

  /** The same without going on. */
  async raw(path: string, fields: Record<string, string> = {}, page?: Answer): Promise<Answer> {
    // Pages without a form of their own have no token; that of the profile is as good.
    const csrf = csrfOf((page ?? (await this.open('/account/profile'))).body);
    return this.browser.post(`${this.server.issuer}${path}`, { csrf, ...fields });
  }
}

/** What was done, as the page says it. */
export const doneOf = ({ body }: Answer): string | undefined => /data-done="([^"]+)"/u.exec(body)?.[1];
