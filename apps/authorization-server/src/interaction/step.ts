/** What every step of a sign-in is given, and what it may answer. */
import type { Write } from '@gatehouse/storage';
import type { Request, Response } from 'express';
import type { Grant, InteractionResults, Provider } from 'oidc-provider';
import type { Accounts } from '../accounts/accounts.ts';
import type { KnownBrowsers } from '../accounts/known-browsers.ts';
import type { Audit } from '../audit/audit.ts';
import type { Client, Clients } from '../clients/clients.ts';
import type { FormError } from '../pages/form.ts';
import type { Catalog } from '../pages/texts/catalog.ts';
import type { Resources } from '../resources/resources.ts';
import type { Throttle } from '../throttle/throttle.ts';

/** What the browser's way through sign-in needs from the rest of the house. */
export interface InteractionParts {
  /** The provider that answers now. */
  readonly provider: () => Provider;
  /** Runs a step as one unit of work: what it writes is durable before the answer leaves. */
  readonly atomically: <Result>(step: (add: (write: Write) => void) => Promise<Result>) => Promise<Result>;
  readonly accounts: Accounts;
  readonly knownBrowsers: KnownBrowsers;
  readonly throttle: Throttle;
  /** The address that an attempt comes from. */
  readonly clientAddress: (request: Request) => string;
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

/** A page is shown again with the reason. */
export interface Refused {
  readonly error: FormError;
  readonly status: number;
  readonly login?: string;
  readonly retryAfterSeconds?: number;
}

/** A step is finished with a result for the engine. */
export interface Finished {
  readonly result: InteractionResults;
  readonly merge: boolean;
  /** Durable together with the result, or neither. */
  readonly writes?: readonly Write[];
  /** What is shown when one of the writes came second: what the person gave was used or changed meanwhile. */
  readonly whenLost?: Refused;
}

export type Outcome = Finished | Refused;

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
