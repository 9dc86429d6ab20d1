/**
 * Choosing a password by a link, whoever made it: the link opens a form, the password is measured as everywhere, and the link is
 * used up with the commit of what it is for. A password that will not do uses nothing up.
 */
import { allowOwnScript, type FormError, field, type Theme } from '@gatehouse/html';
import { originOf } from '@gatehouse/http';
import type { Csrf } from '@gatehouse/http/csrf';
import { ConflictError, LostRaceError } from '@gatehouse/storage';
import { type Request, type Response, Router } from 'express';
import type { Account } from '../directory/accounts/accounts.ts';
import { HashUnavailableError, type PasswordHasher } from '../directory/accounts/password-hash.ts';
import { fewestCharacters, type PasswordRules } from '../directory/accounts/password-rules.ts';
import type { Caller } from '../directory/operations/work.ts';
import { formErrorOf } from '../pages/form-error.ts';
import { passwordError } from '../pages/password-error.ts';
import type { ByLink, DonePage } from '../pages/recovery.ts';
import type { Catalog } from '../texts/catalog.ts';
import { ownForm } from './own-form.ts';
import { linkUsed, noStore, refusals } from './refusals.ts';

export interface PasswordLinkDependencies {
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly passwordRules: PasswordRules;
  readonly csrf: Pick<Csrf, 'token' | 'check'>;
  /** The look of pages that speak of no application. */
  readonly theme: () => Theme;
}

/** What a link was found to be. */
interface Found {
  readonly account: Account;
  /** The user has a second factor: the password may be shorter. */
  readonly secondFactor: boolean;
}

export interface PasswordLink<Link extends Found> {
  /** Below `/account`. */
  readonly path: `/${string}`;
  /** Undefined when the link was used, is too old, or never was. */
  readonly find: (token: string) => Promise<Link | undefined>;
  readonly textOf: (request: Request, link: Link) => Catalog;
  readonly page: (options: ByLink, link: Link) => string;
  readonly donePage: (options: Parameters<DonePage>[0], link: Link) => string;
  /** @throws {LostRaceError | ConflictError} the link was used, or the account is another way by now */
  readonly choose: (
    caller: Caller,
    link: Link,
    chosen: { readonly token: string; readonly hash: string },
  ) => Promise<void>;
}

interface Rejected {
  readonly error: FormError;
  readonly status: number;
  readonly retryAfterSeconds?: number;
}

/** The routes of a link. */
export function passwordLinkRouter<Link extends Found>(
  { hasher, passwordRules, csrf, theme }: PasswordLinkDependencies,
  { path, find, textOf, page, donePage, choose }: PasswordLink<Link>,
): Router {
  const found = async (token: string): Promise<Link> => {
    const link = await find(token);
    if (!link) throw linkUsed();
    return link;
  };

  const show = (request: Request, response: Response, token: string, link: Link, rejected?: Rejected) => {
    const { error, status = 200, retryAfterSeconds } = rejected ?? {};
    if (retryAfterSeconds !== undefined) response.set('retry-after', String(retryAfterSeconds));
    const options = {
      csrf: csrf.token(request, response),
      token,
      fewestCharacters: fewestCharacters(link.secondFactor),
      text: textOf(request, link),
      // The link stays in the address where the language can be chosen.
      theme: { ...theme(), here: `/account${path}?token=${encodeURIComponent(token)}` },
      error,
    };
    allowOwnScript(response);
    response.status(status).type('html').send(page(options, link));
  };

  const hashOf = async (
    text: Catalog,
    { account, secondFactor }: Link,
    password: string,
  ): Promise<string | Rejected> => {
    if (password === '') return { error: formErrorOf(text, 'new_password_missing'), status: 400 };
    const context = [account.login, account.name, account.email];
    const fault = await passwordRules.fault(password, { secondFactor, context });
    if (fault) return { error: passwordError(text, fault), status: 400 };
    try {
      return await hasher.hash(password);
    } catch (error) {
      if (!(error instanceof HashUnavailableError)) throw error;
      return { error: formErrorOf(text, 'busy'), status: 503, retryAfterSeconds: 2 };
    }
  };

  const accept = async (request: Request, response: Response) => {
    const token = field(request.body, 'token');
    const link = await found(token);
    const text = textOf(request, link);
    const hash = await hashOf(text, link, field(request.body, 'new_password'));
    if (typeof hash !== 'string') {
      show(request, response, token, link, hash);
      return;
    }
    try {
      await choose({ actor: { type: 'user', id: link.account.id }, origin: originOf(request) }, link, { token, hash });
    } catch (error) {
      if (error instanceof LostRaceError || error instanceof ConflictError) throw linkUsed();
      throw error;
    }
    response.type('html').send(donePage({ text, theme: theme() }, link));
  };

  const router = Router();
  router.use(path, noStore);
  router.get(path, async (request, response) => {
    const { token } = request.query;
    const given = typeof token === 'string' ? token : '';
    show(request, response, given, await found(given));
  });
  router.post(path, ...ownForm(csrf), accept);
  router.use(path, refusals);
  return router;
}
