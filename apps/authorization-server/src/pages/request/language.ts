/**
 * Which language a page is in: what the person chose on our pages, else what the application asks for (`ui_locales`), else
 * the person's own, else the last that we knew, else the browser's, else English.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { checkFormSource } from '@gatehouse/http';
import type { Request, Response } from 'express';
import { type Catalog, catalogs, text } from '../../texts/catalog.ts';
import { field } from './form-field.ts';

/** Where the switch on the pages is posted. */
export const languagePath = '/language';

const cookieName = '__Host-gatehouse_language';
const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax';
const keptSeconds = 365 * 24 * 60 * 60;

/** A choice is the bare tag; what we only learned from an application or an account ends with the browser's session. */
interface Remembered {
  readonly tag: string;
  readonly chosen: boolean;
}

function rememberedBy({ headers }: Pick<IncomingMessage, 'headers'>): Remembered | undefined {
  const found = new RegExp(`(?:^|;\\s*)${cookieName}=(~?)([a-z]{2,3})(?:;|$)`, 'u').exec(headers.cookie ?? '');
  const [, learned, tag = ''] = found ?? [];
  return catalogs.some(({ language }) => language === tag) ? { tag, chosen: learned === '' } : undefined;
}

/** The parameter as it stands in the address, for pages of requests that were never understood. */
function inAddress({ url = '' }: Pick<IncomingMessage, 'url'>): string | undefined {
  return URL.parse(url, 'https://this.invalid')?.searchParams.get('ui_locales') ?? undefined;
}

/** The texts for an answer that knows no more than its request. */
export function textOf(
  request: Pick<IncomingMessage, 'headers' | 'url'>,
  known: { readonly uiLocales?: unknown; readonly ofPerson?: string | undefined } = {},
): Catalog {
  const remembered = rememberedBy(request);
  const asked = typeof known.uiLocales === 'string' ? known.uiLocales : inAddress(request);
  return text([
    remembered?.chosen ? remembered.tag : undefined,
    asked,
    known.ofPerson,
    remembered?.tag,
    request.headers['accept-language'],
  ]);
}

/**
 * The same, remembered: a page that comes later and knows less (an error, the end of a logout) is in the same language.
 */
export function keepText(
  request: IncomingMessage,
  response: ServerResponse,
  known: { readonly uiLocales?: unknown; readonly ofPerson?: string | undefined },
): Catalog {
  const texts = textOf(request, known);
  const remembered = rememberedBy(request);
  const learned =
    typeof known.uiLocales === 'string' || inAddress(request) !== undefined || known.ofPerson !== undefined;
  if (learned && !remembered?.chosen && remembered?.tag !== texts.language) {
    response.appendHeader('set-cookie', `${cookieName}=~${texts.language}; ${attributes}`);
  }
  return texts;
}

/** Forgets the choice made in this browser, so that the language of the person's profile counts. */
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

/**
 * Remembers the language that was chosen, and leads back. What it changes is a preference of this browser alone, so
 * where the form came from is check enough.
 * @throws HttpError 403 `csrf_failed` for a form of another site
 */
export function chooseLanguage(request: Request, response: Response, publicOrigin: string): void {
  checkFormSource(request, publicOrigin, { token: false });
  const tag = field(request.body, 'language');
  if (catalogs.some(({ language }) => language === tag)) {
    response.appendHeader('set-cookie', `${cookieName}=${tag}; ${attributes}; Max-Age=${keptSeconds}`);
  }
  response.redirect(303, ownPath(field(request.body, 'return_to')));
}
