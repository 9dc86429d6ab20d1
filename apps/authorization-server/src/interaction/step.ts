/** What every step of a sign-in is given, and what it may answer. */
import type { Request, Response } from 'express';
import type { Grant, InteractionResults, Provider } from 'oidc-provider';
import type { Accounts } from '../accounts/accounts.ts';
import type { Audit } from '../audit/audit.ts';
import type { Client, Clients } from '../clients/clients.ts';
import type { FormError } from '../pages/form.ts';
import type { Catalog } from '../pages/texts/catalog.ts';
import type { Resources } from '../resources/resources.ts';

/** What the browser's way through sign-in needs from the rest of the house. */
export interface InteractionParts {
  /** The provider that answers now. */
  readonly provider: () => Provider;
  /** Runs a step as one unit of work: what it writes is durable before the answer leaves. */
  readonly atomically: <Result>(step: () => Promise<Result>) => Promise<Result>;
  readonly accounts: Accounts;
  readonly clients: Clients;
  readonly resources: Resources;
  readonly audit: Audit;
  readonly csrf: { token(request: Request, response: Response): string; check(request: Request): void };
  /** How long a grant lasts, for the consent page. */
  readonly grantSeconds: number;
}

export type Details = Awaited<ReturnType<Provider['interactionDetails']>>;

/** One interaction, looked up and found to belong to this browser. */
export interface Step {
  readonly request: Request;
  readonly response: Response;
  readonly details: Details;
  readonly client: Client;
  readonly text: Catalog;
  readonly csrf: string;
  readonly grant: () => Promise<Grant | undefined>;
}

/** A step is finished with a result for the engine, or its page is shown again with the reason. */
export type Outcome =
  | { readonly result: InteractionResults; readonly merge: boolean }
  | {
      readonly error: FormError;
      readonly status: number;
      readonly login?: string;
      readonly retryAfterSeconds?: number;
    };

/** A client as the pages show it. */
export function identityOf(client: Client) {
  const text = (key: string) => client.metadata[key] as string | undefined;
  return {
    id: client.clientId,
    name: text('client_name') ?? client.clientId,
    uri: text('client_uri'),
    logoUri: text('logo_uri'),
    policyUri: text('policy_uri'),
    tosUri: text('tos_uri'),
  };
}
