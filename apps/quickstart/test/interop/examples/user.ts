/** A user with a browser at an example: the browser without scripts goes through the sign-in, cookies of the application stay with it. */
import { Browser, signIn } from '../../../../authorization-server/test/browser.ts';
import { approveDevice } from '../../../../authorization-server/test/device-approval.ts';
import type { Product } from '../../product.ts';

export class User {
  readonly #product: Product;
  readonly #browser = new Browser();
  readonly #cookies = new Map<string, string>();

  constructor(product: Product) {
    this.#product = product;
  }

  /** Asks the application. */
  async ask(url: string): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    return answer;
  }

  /** Signs in as alice at the address of an authorization request, and gives where that leads. */
  async signInAt(authorizationUrl: string): Promise<URL> {
    const password = await this.#product.passwordOf('alice');
    return signIn(this.#browser, authorizationUrl, { login: 'alice', password });
  }

  /** Signs in as alice and lets a device in by the code that it shows. */
  async approve(userCode: string): Promise<void> {
    const password = await this.#product.passwordOf('alice');
    await approveDevice(this.#product, this.#browser, userCode, { login: 'alice', password });
  }

  /** From the application to the sign-in and back into the application. */
  async signIn(start: string): Promise<void> {
    let answer = await this.ask(start);
    // Some begin with a redirect of their own.
    while (URL.parse(answer.headers.get('location') ?? '', start)?.origin === new URL(start).origin) {
      answer = await this.ask(new URL(answer.headers.get('location')!, start).href);
    }
    const location = answer.headers.get('location');
    if (location === null) throw new Error(`no redirect, but ${answer.status} ${await answer.text()}`);
    const callback = await this.signInAt(location);
    const back = await this.ask(callback.href);
    if (back.status >= 400) throw new Error(`${back.status} ${await back.text()}`);
  }

  /** What the authorization server answers to the browser. */
  atServer(url: string) {
    return this.#browser.get(url);
  }
}
