/** A person in front of a real browser: a context of its own, an authenticator inside, and a camera. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { TOTP } from 'otpauth';
import type { Browser, BrowserContext, BrowserContextOptions, CDPSession, Page } from 'playwright-core';
import type { Product } from '../product.ts';

/** Where photographs go, if somebody wants to look at them: PHOTOGRAPHS=folder npm test -- … */
const photographs = process.env['PHOTOGRAPHS'];
const widths = [1280, 390];

/** Where the visitor goes. */
type Places = Pick<Product, 'issuer' | 'webApp'>;

export class Visitor {
  readonly product: Places;
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser complained about on its console. */
  readonly complaints: string[] = [];
  #devtools: CDPSession | undefined;
  #authenticatorId = '';
  #usedStep = 0;
  #shots = 0;

  private constructor(product: Places, context: BrowserContext, page: Page) {
    this.product = product;
    this.context = context;
    this.page = page;
    // A style, a script or a form that the content security policy stops shows here.
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('status of 4')) this.complaints.push(message.text());
    });
  }

  static async arrive(product: Places, browser: Browser, options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, reducedMotion: 'reduce', ...options });
    return new Visitor(product, context, await context.newPage());
  }

  leave(): Promise<void> {
    return this.context.close();
  }

  /** Plugs an authenticator in, which says yes to everything. */
  async plugIn(): Promise<void> {
    this.#devtools = await this.context.newCDPSession(this.page);
    await this.#devtools.send('WebAuthn.enable');
    const { authenticatorId } = await this.#devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    this.#authenticatorId = authenticatorId;
  }

  /** The phone is gone, with all that is on it. */
  async losePhone(): Promise<void> {
    await this.#devtools?.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: this.#authenticatorId });
    this.#devtools = undefined;
  }

  /** Sets the signature counter of every passkey, as that of a copy of the device would be another one. */
  async setCounter(signCount: number): Promise<void> {
    const authenticatorId = this.#authenticatorId;
    const found = await this.#devtools?.send('WebAuthn.getCredentials', { authenticatorId });
    for (const credential of found?.credentials ?? []) {
      await this.#devtools?.send('WebAuthn.removeCredential', {
        authenticatorId,
        credentialId: credential.credentialId,
      });
      await this.#devtools?.send('WebAuthn.addCredential', {
        authenticatorId,
        credential: { ...credential, signCount },
      });
    }
  }

  /** From now on the browser offers no passkey by itself, but waits for the button. */
  async offerNothing(): Promise<void> {
    await this.context.addInitScript(
      'if (globalThis.PublicKeyCredential) PublicKeyCredential.isConditionalMediationAvailable = async () => false',
    );
  }

  /** Opens a page of the authorization server. */
  async open(path: string): Promise<void> {
    await this.page.goto(`${this.product.issuer}${path}`);
  }

  /** Presses something and waits for the page that it leads to. */
  async press(selector: string): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), this.page.click(selector)]);
  }

  /** The sign-in page, from the web app. */
  async toSignIn(): Promise<void> {
    await this.page.goto(this.product.webApp);
    await this.press('#sign-in');
  }

  /** Fills login and password in, and goes on. */
  async giveLogin(login: string, password: string): Promise<void> {
    await this.page.fill('input[name=login]', login);
    await this.page.fill('input[name=password]', password);
    await this.press('#submit');
  }

  /** Gives a code: of the authenticator app, or a recovery code. */
  async giveCode(code: string): Promise<void> {
    await this.page.fill('input[name=otp]', code);
    await this.press('#submit');
  }

  /** A code of the authenticator app that was not used before, of this step or the next. */
  codeOf(secret: string): string {
    const now = Math.floor(Date.now() / 30_000);
    this.#usedStep = Math.max(now, this.#usedStep + 1);
    if (this.#usedStep > now + 1) throw new Error('there is no unused code now');
    return new TOTP({ secret }).generate({ timestamp: this.#usedStep * 30_000 });
  }

  /** Forgets every cookie, as another browser would. */
  async forget(): Promise<void> {
    await this.context.clearCookies();
  }

  text(selector: string): Promise<string | null> {
    return this.page.textContent(selector);
  }

  count(selector: string): Promise<number> {
    return this.page.locator(selector).count();
  }

  get at(): URL {
    return new URL(this.page.url());
  }

  /** The stable code of an error page, or of the error above a form. */
  async error(): Promise<string | null> {
    const [first] = await this.page.locator('[data-error]').all();
    return first ? first.getAttribute('data-error') : null;
  }

  /** Photographs the page at both widths. */
  async photograph(name: string): Promise<void> {
    if (photographs === undefined) return;
    mkdirSync(photographs, { recursive: true });
    this.#shots += 1;
    for (const width of widths) {
      await this.page.setViewportSize({ width, height: 800 });
      const path = join(photographs, `${String(this.#shots).padStart(2, '0')}-${name}-${width}.png`);
      await this.page.screenshot({ path, fullPage: true });
    }
    await this.page.setViewportSize({ width: 1280, height: 800 });
  }
}
