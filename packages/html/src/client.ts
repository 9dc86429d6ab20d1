import { html, type SafeHtml } from '@gatehouse/http/html';
import { gate, phone } from './icons.ts';
import type { Theme } from './layout.ts';

/** The application that a page speaks of, as the registry knows it. Nothing here is trusted: it may come from a stranger. */
export interface ClientIdentity {
  readonly id: string;
  readonly name: string;
  /** The application's home page (`client_uri`); only its host is shown. */
  readonly uri?: string | undefined;
  /** Shown when it is on this origin or a data: URI; pages load nothing from elsewhere. */
  readonly logoUri?: string | undefined;
  readonly policyUri?: string | undefined;
  readonly tosUri?: string | undefined;
  /** It is the service itself, by its account pages. */
  readonly isService?: boolean | undefined;
  /**
   * Of an application that no operator registered, so that nobody has checked it: its `name` is then the host that it is known by, or
   * that it is on a device of the user's, where no host is true of it. What it calls itself stands here.
   */
  readonly unregistered?: { readonly callsItself: string; readonly onDevice?: boolean } | undefined;
}

/**
 * The square mark of a client: the logo of its brand, else its own, else the first character of its name; the gate for the
 * service itself, a device for what is known by that alone. Decorative.
 */
export function clientMark(
  { name, logoUri: own, isService, unregistered }: ClientIdentity,
  { clientLogoUri }: Partial<Theme> = {},
): SafeHtml {
  const logoUri = clientLogoUri ?? own;
  if (logoUri !== undefined && isShowable(logoUri)) {
    return html`<span class="mark"><img src="${logoUri}" alt=""></span>`;
  }
  if (isService) return html`<span class="mark">${gate}</span>`;
  return unregistered?.onDevice ? html`<span class="mark">${phone}</span>` : monogram(name);
}

/** Resolved as a browser does it: `/\\example.com` leads away from this origin, too. */
function isShowable(logoUri: string): boolean {
  if (logoUri.startsWith('data:image/')) return true;
  return logoUri.startsWith('/') && URL.parse(logoUri, 'https://this.invalid')?.host === 'this.invalid';
}

/** A square with the first character of a name. Decorative. */
export function monogram(name: string): SafeHtml {
  return markOf(firstOf(name) ?? '·');
}

/** The same for somebody: the first characters of the first and the last name. Decorative. */
export function initials(name: string): SafeHtml {
  const words = name
    .split(/\s+/u)
    .map(firstOf)
    .filter((first) => first !== undefined);
  return markOf(words.length > 1 ? `${words[0]}${words.at(-1)}` : (words[0] ?? '·'));
}

const firstOf = (name: string): string | undefined => /[\p{L}\p{N}]/u.exec(name)?.[0];

const markOf = (letters: string): SafeHtml =>
  html`<span class="mark" aria-hidden="true">${letters.toUpperCase()}</span>`;

/** The client's name inside a sentence, found by `[data-client]`. */
export function clientName({ id, name }: ClientIdentity): SafeHtml {
  return html`<bdi class="name" data-client="${id}">${name}</bdi>`;
}

/** The address when it is one of the web, else undefined: `javascript:` and friends never become a link. */
export function webAddress(uri: string | undefined): URL | undefined {
  const url = uri === undefined ? null : URL.parse(uri);
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url : undefined;
}
