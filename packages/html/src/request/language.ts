/**
 * Which language a page is in: what the user chose on our pages, else what the application asks for (`ui_locales`), else
 * the user's own, else the last that we knew, else the browser's, else English.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readCookie } from '@gatehouse/http/cookies';
import { checkFormSource } from '@gatehouse/http/csrf';
import type { Request, Response } from 'express';
import { type InLanguage, preferred } from '../texts.ts';
import { field } from './form-field.ts';

/** Where the switch on the pages is posted. */
export const languagePath = '/language';

const cookieName = '__Host-gatehouse_language';
/** `~`: not chosen, but learned. */
const form = /^(~?)([a-z]{2,3}(?:-[A-Z][a-z]{3})?)$/u;
const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax';
const keptSeconds = 365 * 24 * 60 * 60;

/** A choice is the bare tag; what we only learned from an application or an account ends with the browser's session. */
interface Remembered {
  readonly tag: string;
  readonly chosen: boolean;
}

/** What is known of the wishes of a reader beside the request itself. */
export interface KnownWishes {
  /** The parameter of the request to sign in. */
  readonly uiLocales?: unknown;
  /** What the user's profile says. */
  readonly ofUser?: string | undefined;
}

/** The parameter as it stands in the address, for pages of requests that were never understood. */
function inAddress({ url = '' }: Pick<IncomingMessage, 'url'>): string | undefined {
  return URL.parse(url, 'https://this.invalid')?.searchParams.get('ui_locales') ?? undefined;
}

/** Forgets the choice made in this browser, so that the language of the user's profile counts. */
export function forgetChoice(response: ServerResponse): void {
  response.appendHeader('set-cookie', `${cookieName}=; ${attributes}; Max-Age=0`);
}

/** The path on this origin; `/` for an address that leads elsewhere. */
function ownPath(address: string): string {
  const url = URL.parse(address, 'https://this.invalid');
  const path = url?.origin === 'https://this.invalid' ? url.pathname + url.search : '/';
  return path.startsWith('//') ? '/' : path;
}

/** Longer addresses are not carried in a page. */
const longestAddress = 2000;

/** Where a page can be asked for again: its own address, or the one above a form that was refused. */
export function addressOf(request: Pick<IncomingMessage, 'method' | 'url'> & { originalUrl?: string }): string {
  const address = ownPath(request.originalUrl ?? request.url ?? '/');
  const path = address.split('?', 1)[0] as string;
  if (request.method === 'GET') return address.length > longestAddress ? path : address;
  return path.replace(/^(\/interaction\/[^/]+)\/.*/u, '$1');
}

/** How an application with these texts chooses between them. */
export interface LanguageChoice<Texts extends InLanguage> {
  /** The texts for an answer that knows no more than its request. */
  readonly textOf: (request: Pick<IncomingMessage, 'headers' | 'url'>, known?: KnownWishes) => Texts;
  /** The same, remembered: a page that comes later and knows less (an error, the end of a logout) is in the same language. */
  readonly keepText: (request: IncomingMessage, response: ServerResponse, known: KnownWishes) => Texts;
  /**
   * Remembers the language that was chosen, and leads back. What it changes is a preference of this browser alone, so
   * where the form came from is check enough.
   * @throws HttpError 403 `csrf_failed` for a form of another site
   */
  readonly chooseLanguage: (request: Request, response: Response, publicOrigin: string) => void;
}

/** @param catalogs all texts that there are; the first is for readers who want none of them */
export function createLanguageChoice<Texts extends InLanguage>(
  catalogs: readonly [Texts, ...Texts[]],
): LanguageChoice<Texts> {
  const isThere = (tag: string) => catalogs.some(({ language }) => language === tag);

  const rememberedBy = (request: Pick<IncomingMessage, 'headers'>): Remembered | undefined => {
    const [, learned, tag = ''] = form.exec(readCookie(request, cookieName) ?? '') ?? [];
    return isThere(tag) ? { tag, chosen: learned === '' } : undefined;
  };

  const textOf = (request: Pick<IncomingMessage, 'headers' | 'url'>, known: KnownWishes = {}): Texts => {
    const remembered = rememberedBy(request);
    const asked = typeof known.uiLocales === 'string' ? known.uiLocales : inAddress(request);
    const wishes = [
      remembered?.chosen ? remembered.tag : undefined,
      asked,
      known.ofUser,
      remembered?.tag,
      request.headers['accept-language'],
    ];
    return preferred(catalogs, wishes) ?? catalogs[0];
  };

  return {
    textOf,
    keepText(request, response, known) {
      const texts = textOf(request, known);
      const remembered = rememberedBy(request);
      const learned =
        typeof known.uiLocales === 'string' || inAddress(request) !== undefined || known.ofUser !== undefined;
      if (learned && !remembered?.chosen && remembered?.tag !== texts.language) {
        response.appendHeader('set-cookie', `${cookieName}=~${texts.language}; ${attributes}`);
      }
      return texts;
    },
    chooseLanguage(request, response, publicOrigin) {
      checkFormSource(request, publicOrigin, { token: false });
      const tag = field(request.body, 'language');
      if (isThere(tag)) {
        response.appendHeader('set-cookie', `${cookieName}=${tag}; ${attributes}; Max-Age=${keptSeconds}`);
      }
      response.redirect(303, ownPath(field(request.body, 'return_to')));
    },
  };
}
