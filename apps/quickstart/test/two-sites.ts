import { type Answer, Browser, csrfOf } from '../../authorization-server/test/browser.ts';
import type { Product } from './product.ts';

/** A browser keeps the cookies of each program apart. */
export class TwoSites {
  readonly #product: Pick<Product, 'webApp'>;
  readonly #login: string;
  readonly #password: string;
  readonly #sites = new Map<string, Browser>();

  constructor(product: Pick<Product, 'webApp'>, login: string, password: string) {
    this.#product = product;
    this.#login = login;
    this.#password = password;
  }

  #at(url: string): Browser {
    const { origin } = new URL(url);
    const browser = this.#sites.get(origin) ?? new Browser();
    this.#sites.set(origin, browser);
    return browser;
  }

  /** Opens a page, follows redirects between the programs, and signs in where asked. */
  async open(url: string): Promise<Answer> {
    return this.#settle(url, await this.#at(url).get(url));
  }

  async send(url: string, page: Answer, fields: Record<string, string> = {}): Promise<Answer> {
    return this.#settle(url, await this.#at(url).post(url, { csrf: csrfOf(page.body), ...fields }));
  }

  async #settle(from: string, first: Answer): Promise<Answer> {
    let [url, answer] = [from, first];
    for (let hop = 0; hop < 20; hop += 1) {
      const action = /<form[^>]* action="(\/interaction\/[^"]+\/login)"/u.exec(answer.body)?.[1];
      if (answer.location) {
        url = new URL(answer.location, url).href;
        answer = await this.#at(url).get(url);
      } else if (action && !answer.body.includes('role="alert"')) {
        url = new URL(action, url).href;
        answer = await this.#at(url).post(url, {
          csrf: csrfOf(answer.body),
          login: this.#login,
          password: this.#password,
        });
      } else return answer;
    }
    throw new Error('this leads nowhere');
  }

  /** Whether the web app knows who this is. */
  async isSignedIn(): Promise<boolean> {
    const { webApp } = this.#product;
    const { status, body } = await this.#at(webApp).get(`${webApp}/`);
    if (status !== 200) throw new Error(`the web app answered ${status}`);
    return body.includes('name="csrf"');
  }

  signIn(): Promise<Answer> {
    return this.open(`${this.#product.webApp}/sign-in`);
  }
}
