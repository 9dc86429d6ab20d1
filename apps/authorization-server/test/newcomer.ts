/** Somebody who makes themselves an account, for tests. */
import { type Answer, Browser, csrfOf, follow, openPage, type Page, type Person } from './browser.ts';

export class Newcomer {
  readonly browser: Browser;
  readonly email: string;
  readonly name: string;
  readonly password: string;

  constructor(email: string, options: { name?: string; password?: string; browser?: Browser } = {}) {
    this.email = email;
    this.name = options.name ?? 'New Person';
    this.password = options.password ?? 'four words nobody says';
    this.browser = options.browser ?? new Browser();
  }

  get person(): Person {
    return { login: this.email, password: this.password };
  }

  /** Opens the authorization request and goes to the page for a new account. */
  async openForm(authorizationUrl: string): Promise<Page> {
    const { answer, action } = await openPage(this.browser, authorizationUrl);
    const href = /<a id="register" href="([^"]+)"/u.exec(answer.body)?.[1];
    if (href === undefined) throw new Error('there is no way to create an account');
    const form = await follow(this.browser, new URL(action).origin, await this.browser.get(new URL(href, action).href));
    if (form instanceof URL) throw new Error(`no form, but ${form.href}`);
    return form;
  }

  /** Sends the form as it is. */
  submit({ action, csrf }: Page, changes: Record<string, string> = {}): Promise<Answer> {
    const { name, email, password } = this;
    return this.browser.post(action, { csrf, name, email, new_password: password, ...changes });
  }

  /** Registers up to the page that waits for the mail. */
  async register(authorizationUrl: string): Promise<Page> {
    const form = await this.openForm(authorizationUrl);
    const next = await follow(this.browser, new URL(form.action).origin, await this.submit(form));
    if (next instanceof URL || !next.action.endsWith('/verify')) throw new Error('registration did not go on');
    return next;
  }
}

/** Opens the link of a mail and confirms the address. `fields` are posted beside the token. */
export async function confirm(link: string, browser: Browser, fields: Record<string, string> = {}): Promise<Answer> {
  const page = await browser.get(link);
  const token = new URL(link).searchParams.get('token') ?? '';
  return browser.post(link.replace(/\?.*$/u, ''), { csrf: csrfOf(page.body), token, ...fields });
}
