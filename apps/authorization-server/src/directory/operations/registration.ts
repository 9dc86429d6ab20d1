/**
 * Registration behind the page: who an address belongs to is looked up here, in the outbox, where nobody can see how long it
 * takes. A free address gets a pending account and a link; one that has an account gets a mail that says so (AS-15).
 */
import { createHash } from 'node:crypto';
import type { Storage, Write } from '@gatehouse/storage';
import type { Mailer } from '../../delivery/mail/mailer.ts';
import type { OutboxHandler } from '../../delivery/outbox.ts';
import type { Account } from '../accounts/accounts.ts';
import { createLinks } from '../accounts/links.ts';
import { isUnconfirmed } from '../accounts/names.ts';
import { endLinks } from '../revocation/end.ts';
import { firstPassword } from './add-user.ts';
import { type Caller, eventOf, type Stranger, type Work } from './work.ts';

/** A link, and an account that nobody confirms, last for so long. */
const confirmationSeconds = 24 * 60 * 60;

/** What an outbox item holds until it is looked at. Sealed, as all of them. */
interface Asked {
  readonly accountId: string;
  readonly browserId: string;
  /** The interaction to go on with. */
  readonly uid: string;
}
interface AskedToRegister extends Asked {
  readonly email: string;
  readonly name: string;
  readonly locale: string;
  readonly passwordHash: string;
}

/** As it stands in a confirmation. */
export const hashBrowser = (browserId: string): string => createHash('sha256').update(browserId).digest('base64url');

export interface RegistrationDependencies {
  readonly storage: Storage;
  readonly mailer: Mailer;
  readonly issuer: string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** What everybody who registers gets. */
  readonly registrationRoles: () => readonly string[];
}

const registrationItem = 'registration';
const confirmationItem = 'confirmation';
/** The kinds of outbox items by which users ask to register, or for the link again. */
export const registrationItems = [registrationItem, confirmationItem] as const;

function linkTo(
  { storage, mailer, issuer, clock }: RegistrationDependencies,
  account: Recipient,
  asked: Asked,
): Write[] {
  const { id: accountId, email, name, locale } = account;
  const { browserId, uid } = asked;
  const confirmation = { accountId, email, browser: hashBrowser(browserId), uid };
  const { token, writes } = createLinks(storage, clock).renew('EmailConfirmation', confirmation, confirmationSeconds);
  return [
    ...writes,
    mailer.mail({ kind: 'confirm_address', to: email, name, locale, link: `${issuer}/account/confirm?token=${token}` }),
  ];
}

interface Recipient {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly locale: string | undefined;
}

async function register(dependencies: RegistrationDependencies, asked: AskedToRegister): Promise<Write[]> {
  const { storage, mailer, issuer, clock, registrationRoles } = dependencies;
  const { accountId: id, email, name, locale, passwordHash } = asked;
  const ofLogin = await storage.accounts.findByLogin(email);
  const ofEmail = (await storage.accounts.findByEmail(email)).find((account) => !isUnconfirmed(account));
  const owner = ofEmail ?? (ofLogin && !isUnconfirmed(ofLogin) ? ofLogin : undefined);
  if (owner) {
    if (owner.email === undefined) return [];
    const { email: to, name: called = owner.login, locale: spoken = locale } = owner;
    return [mailer.mail({ kind: 'address_taken', to, name: called, locale: spoken, link: `${issuer}/account` })];
  }
  return [
    ...(ofLogin ? [endLinks(storage, ofLogin.id), storage.accounts.writes.removeUnconfirmed(ofLogin.id)] : []),
    storage.accounts.writes.put({
      id,
      login: email,
      name,
      email,
      locale,
      roles: registrationRoles(),
      status: 'pending',
      expiresAtSeconds: Math.floor(clock() / 1000) + confirmationSeconds,
    }),
    firstPassword(storage, id, passwordHash),
    ...linkTo(dependencies, { id, email, name, locale }, asked),
  ];
}

async function sendAgain(dependencies: RegistrationDependencies, asked: Asked): Promise<Write[]> {
  const account = await dependencies.storage.accounts.find(asked.accountId);
  if (account?.status !== 'pending' || account.email === undefined) return [];
  const { id, email, login, name = login, locale } = account;
  return linkTo(dependencies, { id, email, name, locale }, asked);
}

/** Carries out what `createRegistration` wrote. */
export const registrationHandlers = (
  dependencies: RegistrationDependencies,
): Readonly<Record<string, OutboxHandler>> => ({
  [registrationItem]: ({ payload }) => register(dependencies, payload as unknown as AskedToRegister),
  [confirmationItem]: ({ payload }) => sendAgain(dependencies, payload as unknown as Asked),
});

/** How users make themselves an account, and prove its address. */
export interface Registration {
  /** Everybody may; otherwise only who has an account already may confirm its address. */
  readonly open: boolean;
  /** Too many mails wait; come again later. */
  readonly busy: boolean;
  /** Has a registration carried out: the same writes and record for an address that is free and one that is not (AS-15). */
  ask(caller: Stranger, asked: AskedToRegister): Work;
  /** The write that sends the link, or another one. */
  again(asked: Asked): Write;
  /** Something was committed. */
  readonly wake: () => void;
}

export function createRegistration(options: {
  readonly storage: Pick<Storage, 'outbox'>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly open: boolean;
  readonly mailer: Pick<Mailer, 'full'>;
  readonly wake: () => void;
}): Registration {
  const { storage, clock, open, mailer, wake } = options;
  const item = (kind: string, payload: Record<string, unknown>): Write =>
    storage.outbox.writes.add({ kind, payload, expiresAtSeconds: Math.floor(clock() / 1000) + 60 * 60 });
  return {
    open,
    get busy() {
      return mailer.full;
    },
    wake,
    ask: (caller, asked) => ({
      writes: [item(registrationItem, { ...asked })],
      events: [eventOf(caller, 'registration.requested')],
    }),
    again: (asked) => item(confirmationItem, { ...asked }),
  };
}

interface Confirmed {
  readonly account: Account;
  readonly email: string;
  readonly token: string;
  /** By which the password was proved, where it had to be. */
  readonly proof: readonly Write[];
}

/** By a link that was mailed; it works once (LostRaceError). As with every proof of an address, other links end. */
export const confirmAddress = (
  { storage, clock }: { readonly storage: Pick<Storage, 'artefacts' | 'accounts'>; readonly clock: () => number },
  caller: Caller,
  { account: { id, status }, email, token, proof }: Confirmed,
): Work => ({
  writes: [
    createLinks(storage, clock).use('EmailConfirmation', token),
    storage.accounts.writes.confirmEmail(id, email),
    endLinks(storage, id),
    ...proof,
  ],
  events: [eventOf(caller, status === 'pending' ? 'account.registered' : 'email.confirmed', { subject: id })],
});
