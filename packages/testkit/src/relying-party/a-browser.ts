/** As much of a browser as a sign-in needs: cookies by origin, redirects one at a time, forms. */

/** A page as it arrived. */
export interface Visited {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The addresses that led here, the first one included. */
  readonly trail: readonly URL[];
}

/** A browser with a cookie jar of its own. */
export class ABrowser {
  readonly #jars = new Map<string, Map<string, string>>();
  /** Called before each request; a false answer ends the way there, as if the user had closed the page. */
  follow: (url: URL) => boolean = () => true;

  /** Opens an address and follows its redirects. */
  get(url: string | URL): Promise<Visited> {
    return this.#visit(new URL(url), {});
  }

  /** Sends the form that holds `button` on the page, as a click on it would. */
  click(page: Visited, button: string): Promise<Visited> {
    const form = page.text.split('<form').find((part) => part.includes(`id="${button}"`) && part.includes('</form>'));
    const [, method = 'get'] = /method="(\w+)"/.exec(form ?? '') ?? [];
    const [, action] = /action="([^"]+)"/.exec(form ?? '') ?? [];
    if (action === undefined) throw new Error(`no form with #${button} on ${page.url.href}`);
    const fields = [...(form ?? '').matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const body = new URLSearchParams(fields.map(([, name = '', value = '']): [string, string] => [name, value]));
    const target = new URL(action, page.url);
    return method === 'get' ? this.get(target) : this.post(target, body, { origin: page.url.origin });
  }

  /** Posts a form from anywhere. */
  post(url: string | URL, body: URLSearchParams, headers: Record<string, string> = {}): Promise<Visited> {
    return this.#visit(new URL(url), { method: 'POST', body, headers });
  }

  /** The value of a cookie, by the beginning of its name. */
  cookie(origin: string, prefix: string): [name: string, value: string] | undefined {
    return [...(this.#jars.get(origin) ?? [])].find(([name]) => name.startsWith(prefix));
  }

  /** Puts a cookie into the jar. */
  setCookie(origin: string, name: string, value: string): void {
    const jar = this.#jars.get(origin) ?? new Map<string, string>();
    this.#jars.set(origin, jar.set(name, value));
  }

  /** Takes over what an origin set in another browser. */
  adopt(other: ABrowser, origin: string): void {
    this.#jars.set(origin, new Map(other.#jars.get(origin)));
  }

  /** Takes a cookie out of the jar, or all that an origin has set. */
  forget(origin: string, name?: string): void {
    if (name === undefined) this.#jars.delete(origin);
    else this.#jars.get(origin)?.delete(name);
  }

  async #visit(start: URL, first: RequestInit): Promise<Visited> {
    const trail: URL[] = [];
    let url = start;
    let init = first;
    for (;;) {
      trail.push(url);
      const cookies = [...(this.#jars.get(url.origin) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
      const headers = { accept: 'text/html', ...(init.headers as object), ...(cookies !== '' && { cookie: cookies }) };
      const response = await fetch(url, { ...init, headers, redirect: 'manual' });
      this.#keep(url.origin, response.headers.getSetCookie());
      const text = await response.text();
      const location = response.headers.get('location');
      const next = location === null ? undefined : new URL(location, url);
      if (next === undefined || !this.follow(next))
        return { url, status: response.status, headers: response.headers, text, trail };
      url = next;
      init = {};
    }
  }

  #keep(origin: string, lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const at = pair.indexOf('=');
      const expired = attributes.some((attribute) => /^(?:max-age=0$|expires=Thu, 01 Jan 1970)/i.test(attribute));
      if (expired) this.#jars.get(origin)?.delete(pair.slice(0, at));
      else this.setCookie(origin, pair.slice(0, at), pair.slice(at + 1));
    }
  }
}
