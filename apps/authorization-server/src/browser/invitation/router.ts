/**
 * The link of an invitation. This folder owns how somebody whom an operator invited gets in: the link opens a page that asks
 * for a password, and that is all. It counts once, and only while the account still waits.
 */
import { type FormError, field, type Theme } from '@gatehouse/html';
import { formBody, HttpError, originOf } from '@gatehouse/http';
import { ConflictError, LostRaceError, type Storage } from '@gatehouse/storage';
import { type NextFunction, type Request, type Response, Router } from 'express';
import type { Mailer } from '../../delivery/mail/mailer.ts';
import type { Account } from '../../directory/accounts/accounts.ts';
import { HashQueueFullError, type PasswordHasher } from '../../directory/accounts/password-hash.ts';
import { fewestCharacters, type PasswordRules } from '../../directory/accounts/password-rules.ts';
import type { Commit } from '../../directory/operations/commit.ts';
import { acceptInvitation, type Invitation, invitationModel } from '../../directory/operations/invite-user.ts';
import type { Caller } from '../../directory/operations/work.ts';
import { textOf } from '../../pages/language.ts';
import { passwordError } from '../../pages/password-error.ts';
import { invitationPage, invitedPage } from '../../pages/recovery.ts';
import { fillPlain } from '../../texts/catalog.ts';
import { noStore, refusals } from '../refusals.ts';

export interface InvitationParts {
  readonly storage: Storage;
  readonly hasher: PasswordHasher;
  readonly passwordRules: PasswordRules;
  readonly commit: Commit;
  /** Absent: there is no mail server. */
  readonly mailer: Pick<Mailer, 'mail'> | undefined;
  readonly issuer: string;
  readonly csrf: { token(request: Request, response: Response): string; check(request: Request): void };
  /** The look of pages that speak of no application. */
  readonly theme: () => Theme;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

interface Found {
  readonly token: string;
  readonly invitation: Invitation;
  readonly account: Account;
}

const linkUsed = () => new HttpError(400, 'link_used', 'this link was used before or is too old');

/** Whose link it is. Throws HttpError when it was used, is too old, never was, or the account waits for nobody any more. */
async function find({ storage, clock }: InvitationParts, token: string): Promise<Found> {
  const link = token === '' ? undefined : await storage.artefacts.find(invitationModel, token);
  const alive = link && link.consumedAtSeconds === undefined && (link.expiresAtSeconds ?? 0) > clock() / 1000;
  if (!alive) throw linkUsed();
  const invitation = link.payload as unknown as Invitation;
  const account = await storage.accounts.find(invitation.accountId);
  if (account?.status !== 'pending' || account.email !== invitation.email) throw linkUsed();
  return { token, invitation, account };
}

/** The link stays in the address where the language can be chosen. */
const frameOf = (parts: InvitationParts, request: Request, { token, account }: Found) => ({
  text: textOf(request, { ofPerson: account.locale }),
  theme: { ...parts.theme(), here: `/account/invitation?token=${encodeURIComponent(token)}` },
});

function show(parts: InvitationParts, request: Request, response: Response, found: Found, error?: FormError): void {
  const { token, account } = found;
  response.type('html').send(
    invitationPage({
      csrf: parts.csrf.token(request, response),
      token,
      login: account.login,
      fewestCharacters: fewestCharacters(false),
      ...frameOf(parts, request, found),
      error,
    }),
  );
}

async function accept(parts: InvitationParts, request: Request, response: Response): Promise<void> {
  const found = await find(parts, field(request.body, 'token'));
  const { token, invitation, account } = found;
  const frame = frameOf(parts, request, found);
  const password = field(request.body, 'new_password');
  const refuse = (error: FormError, status: number) => show(parts, request, response.status(status), found, error);
  if (password === '') {
    refuse({ code: 'new_password_missing', text: frame.text.formErrors.new_password_missing }, 400);
    return;
  }
  const context = [account.login, account.name, account.email];
  const fault = await parts.passwordRules.fault(password, { secondFactor: false, context });
  if (fault) {
    refuse(passwordError(frame.text, fault), 400);
    return;
  }
  let hash: string;
  try {
    hash = await parts.hasher.hash(password);
  } catch (error) {
    if (!(error instanceof HashQueueFullError)) throw error;
    response.set('retry-after', '2');
    const values = { count: '', word: '', duration: '' };
    refuse({ code: 'busy', text: fillPlain(frame.text.formErrors.busy, values) }, 503);
    return;
  }
  try {
    const caller: Caller = { actor: { type: 'user', id: account.id }, origin: originOf(request) };
    await parts.commit(acceptInvitation(parts, caller, { token, invitation, account, hash }));
  } catch (error) {
    if (error instanceof LostRaceError || error instanceof ConflictError) throw linkUsed();
    throw error;
  }
  response.type('html').send(invitedPage({ text: frame.text, theme: parts.theme() }));
}

/** Routes `/account/invitation`. */
export function invitationRouter(parts: InvitationParts): Router {
  const router = Router();
  const checkForm = (request: Request, _response: Response, next: NextFunction) => {
    parts.csrf.check(request);
    next();
  };
  router.use('/invitation', noStore);
  router.get('/invitation', async (request, response) => {
    const { token } = request.query;
    show(parts, request, response, await find(parts, typeof token === 'string' ? token : ''));
  });
  router.post('/invitation', formBody(), checkForm, (request, response) => accept(parts, request, response));
  router.use('/invitation', refusals);
  return router;
}
