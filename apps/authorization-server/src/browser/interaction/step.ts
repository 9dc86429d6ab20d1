/** What every step of a sign-in is given, and what it may answer. */
import type { Storage, Write } from '@gatehouse/storage';
import type { Request, Response } from 'express';
import type { Grant, InteractionResults, Provider } from 'oidc-provider';
import type { Account, Accounts } from '../../directory/accounts/accounts.ts';
import type { KnownBrowsers } from '../../directory/accounts/known-browsers.ts';
import type { Passkeys } from '../../directory/accounts/passkeys.ts';
import type { PasswordHasher } from '../../directory/accounts/password-hash.ts';
import type { PasswordRules } from '../../directory/accounts/password-rules.ts';
import type { Factors, SecondFactors } from '../../directory/accounts/second-factors.ts';
import type { Audit } from '../../directory/audit/audit.ts';
import type { Client, Clients } from '../../directory/clients/clients.ts';
import type { Resources } from '../../directory/resources/resources.ts';
import type { Throttle } from '../../directory/throttle/throttle.ts';
import type { FormError } from '../../pages/form.ts';
import type { Theme } from '../../pages/layout.ts';
import type { Catalog } from '../../texts/catalog.ts';
import type { Progress, ProgressStore } from './progress.ts';

/** What the browser's way through sign-in needs from the rest of the house. */
export interface InteractionParts {
  /** The provider that answers now. */
  readonly provider: () => Provider;
  /** Runs a step as one unit of work: what it writes is durable before the answer leaves. */
  readonly atomically: <Result>(step: (add: (write: Write) => void) => Promise<Result>) => Promise<Result>;
  readonly storage: Storage;
  readonly accounts: Accounts;
  readonly secondFactors: SecondFactors;
  readonly passkeys: Passkeys;
  readonly knownBrowsers: KnownBrowsers;
  readonly progress: ProgressStore;
  readonly throttle: Throttle;
  /** The address that an attempt comes from. */
  readonly clientAddress: (request: Request) => string;
  readonly clients: Clients;
  readonly resources: Resources;
  readonly audit: Audit;
  readonly csrf: { token(request: Request, response: Response): string; check(request: Request): void };
  /** The writes of the mail that tells a person of a new way to sign in. */
  readonly tellOfFactor: (account: Account) => Write[];
  /** Something was put into the outbox. */
  readonly wake: () => void;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** The look of pages that speak of an application, or of none. */
  readonly theme: (client?: Client) => Theme;
  /** What authenticator apps call this server. */
  readonly serviceName: string;
  /** Where people go who forgot their password. */
  readonly recoverHref: string | undefined;
  readonly hasher: PasswordHasher;
  readonly passwordRules: PasswordRules;
  /** Absent where the operator does not allow codes by mail, or no mail can be sent. */
  readonly emailCode: EmailCode | undefined;
  /** Absent where no mail can be sent. */
  readonly registration: Registration | undefined;
  /** What people must accept before they go on; absent: nothing. */
  readonly terms: { readonly version: string; readonly uri: string } | undefined;
  readonly acceptTerms: (accountId: string, version: string) => Write;
  /** How long a grant lasts, for the consent page. */
  readonly grantSeconds: number;
}

/** How codes are mailed. */
interface EmailCode {
  /** Too many mails wait; come again later. */
  readonly busy: boolean;
  mail(to: Account & { readonly email: string }, code: string): Write;
}

interface Confirmable {
  readonly accountId: string;
  readonly browserId: string;
  readonly uid: string;
}

/** How people make themselves an account, and prove its address. */
export interface Registration {
  /** Everybody may. */
  readonly open: boolean;
  /** Too many mails wait; come again later. */
  readonly busy: boolean;
  /** The write that has a registration carried out: the same for an address that is free and one that is not (AS-15). */
  ask(
    asked: Confirmable & {
      readonly email: string;
      readonly name: string;
      readonly locale: string;
      readonly passwordHash: string;
    },
  ): Write;
  /** The write that sends the link, or another one. */
  again(asked: Confirmable): Write;
  /** Something was committed. */
  readonly wake: () => void;
}

export type Details = Awaited<ReturnType<Provider['interactionDetails']>>;

/** One interaction, looked up and found to belong to this browser. */
export interface Step {
  readonly request: Request;
  readonly response: Response;
  readonly details: Details;
  readonly client: Client;
  readonly text: Catalog;
  readonly theme: Theme;
  readonly csrf: string;
  readonly grant: () => Promise<Grant | undefined>;
  /** What was proved so far in this sign-in. */
  readonly progress: Progress;
  /** Who proved it, and what they have to prove more with; undefined until somebody did. */
  readonly person: { readonly account: Account; readonly factors: Factors } | undefined;
  /** The level of assurance that the request asks for, from 0 (none). */
  readonly neededLevel: number;
}

/** Ways to prove a second factor. */
export type SecondFactorMethod = 'totp' | 'recovery_code' | 'passkey' | 'email';

/** A page is shown again with the reason. */
export interface Refused {
  readonly error: FormError;
  readonly status: number;
  readonly login?: string;
  readonly method?: SecondFactorMethod;
  /** What was typed into the form for a new account. */
  readonly typed?: { readonly name: string; readonly email: string };
  readonly retryAfterSeconds?: number;
}

interface Done {
  /** Durable together with the result, or neither. */
  readonly writes?: readonly Write[];
  /** What is shown when one of the writes came second: what the person gave was used or changed meanwhile. */
  readonly whenLost?: Refused;
  /** Writes it down, once it is durable; with a reason when it came second. */
  readonly record?: (reason?: string) => void;
  /** Called once it is durable. */
  readonly committed?: () => void;
}

/** The sign-in goes on; where to, `dispatch.ts` decides. */
export interface Advanced extends Done {
  readonly progress: Progress;
}

/** The prompt is answered, with a result for the engine. */
export interface Finished extends Done {
  readonly result: InteractionResults;
  readonly merge: boolean;
}

export type Outcome = Finished | Advanced | Refused;

/** A client as the pages show it. */
export const identityOf = ({ clientId, metadata }: Client) => ({
  id: clientId,
  name: metadata.client_name ?? clientId,
  uri: metadata.client_uri,
  logoUri: metadata.logo_uri,
  policyUri: metadata.policy_uri,
  tosUri: metadata.tos_uri,
});
