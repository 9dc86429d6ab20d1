/** What a step of a sign-in is, what it is given, and what it may answer. */
import type { FormError, Theme } from '@gatehouse/html';
import { originOf } from '@gatehouse/http';
import type { Write } from '@gatehouse/storage';
import type { Request, Response } from 'express';
import type { Grant, InteractionResults, Provider } from 'oidc-provider';
import type { Account } from '../../directory/accounts/accounts.ts';
import type { Factors } from '../../directory/accounts/second-factors.ts';
import type { Client } from '../../directory/clients/clients.ts';
import { applicationOf } from '../../directory/clients/identity.ts';
import type { Caller, Work } from '../../directory/operations/work.ts';
import type { Catalog } from '../../texts/catalog.ts';
import { noProgress, type Progress } from './progress.ts';

/**
 * A step of a sign-in: its page, and the forms that may be sent from it. When its turn comes, `dispatch.ts` decides; a step
 * never calls another.
 */
export interface Step {
  /** The document; with the reason, when a form was rejected. */
  page(interaction: Interaction, rejected?: FormRejected): string | Promise<string>;
  /** What is done in its place when it is opened; undefined: the page is shown. */
  unasked?(interaction: Interaction): Form | undefined;
  /** By the last segment of the path that each is posted to. */
  readonly forms: Readonly<Record<string, Form>>;
  /**
   * Before the page is shown for the first time: what the page needs is made and kept with what was proved.
   * @param user who proved the first factor; looked up only where codes are mailed
   */
  begin?(interaction: Interaction, progress: Progress, user: Account | undefined): Promise<Begun>;
}

/** What a form does. */
export type Form = (interaction: Interaction) => Promise<Outcome>;

/** A step that has begun. */
export interface Begun {
  readonly progress: Progress;
  readonly writes?: readonly Write[];
  /** Called once it is durable. */
  readonly committed?: () => void;
}

export type Details = Awaited<ReturnType<Provider['interactionDetails']>>;

/** One interaction, looked up and found to belong to this browser. */
export interface Interaction {
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
  /** The user who proved it, and their second factors; undefined until somebody did. */
  readonly user: { readonly account: Account; readonly factors: Factors } | undefined;
  /** The level of assurance that the request asks for, from 0 (none). */
  readonly neededLevel: number;
}

/** Ways to prove a second factor. */
export type SecondFactorMethod = 'totp' | 'recovery_code' | 'passkey' | 'email';

/** The page is shown again with the reason. */
export interface FormRejected {
  readonly error: FormError;
  readonly status: number;
  readonly login?: string;
  readonly method?: SecondFactorMethod;
  /** What was typed into the form for a new account. */
  readonly typed?: { readonly name: string; readonly email: string };
  readonly retryAfterSeconds?: number;
}

/** Durable together with the result, or neither. */
interface Done extends Partial<Work> {
  /** What is shown when one of the writes came second: what the user gave was used or changed meanwhile. */
  readonly whenLost?: FormRejected;
  /** Records what no operation did, once it is durable; with a reason when it came second. */
  readonly record?: (reason?: string) => void;
  /** Called once it is durable. */
  readonly committed?: () => void;
  /** What is done instead when one of the writes came second, or what it makes is there by now. */
  readonly otherwise?: Form;
}

/** The sign-in goes on; where to, `dispatch.ts` decides. */
export interface Advanced extends Done {
  readonly progress: Progress;
  /** Where the browser goes meanwhile: to an upstream provider. */
  readonly leadTo?: string;
}

/** The prompt is answered, with a result for the provider. */
export interface Finished extends Done {
  readonly result: InteractionResults;
  readonly merge: boolean;
}

export type Outcome = Finished | Advanced | FormRejected;

/** The user who proved the first factor. Throws TypeError when nobody did: `dispatch.ts` asks for that first. */
export function provenUser({ user }: Interaction): NonNullable<Interaction['user']> {
  if (!user) throw new TypeError('nobody has proved a first factor');
  return user;
}

/** The user, as operations take it. */
export const callerOf = ({ request, client: { clientId } }: Interaction, accountId: string): Caller => ({
  actor: { type: 'user', id: accountId },
  origin: originOf(request),
  clientId,
});

/** The path that a form of this sign-in is posted to. */
export const actionOf = ({ details }: Interaction, form: string): string => `/interaction/${details.uid}/${form}`;

/** Where the user is sent back to; undefined where nobody is (device flow). */
export const redirectUriOf = ({ details }: Interaction): string | undefined =>
  details.params['redirect_uri'] as string | undefined;

/** What every page of a sign-in is made with. */
export const frameOf = (interaction: Interaction, rejected?: FormRejected) => ({
  csrf: interaction.csrf,
  text: interaction.text,
  theme: interaction.theme,
  cancelAction: actionOf(interaction, 'abort'),
  client: applicationOf(interaction.client, interaction, redirectUriOf(interaction)),
  error: rejected?.error,
});

/** "Use another account" where one is signed in: a sign-in begins, and the session's account plays no part in it. */
export const otherAccount: Form = async () => ({ progress: { methods: [], anotherAccount: true } });

/** "Use another account": the sign-in begins anew. */
export const restart: Form = async () => ({ progress: { ...noProgress, connecting: undefined } });
