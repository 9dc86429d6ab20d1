/** What a page gets and gives: a page is a function from one to the other, and knows neither Express nor tokens. */
import type { AdminClient } from '@gatehouse/admin-client';
import type { SafeHtml } from '@gatehouse/http/html';
import type { Form } from './form-values.ts';
import type { AdminScope } from './scopes.ts';
import type { FrameTexts } from './texts/frame.ts';
import type { Language } from './texts/languages.ts';

/** One request of a signed-in user. */
export interface Visit {
  /** The admin API in the user's name. */
  readonly api: AdminClient;
  /** The authorization server, and the resource indicator of its admin API. */
  readonly issuer: string;
  readonly adminApi: string;
  /** File with the authority that programs on this machine have to trust: in development alone. */
  readonly authority: string | undefined;
  /** The parts of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** What was posted; empty for a GET. */
  readonly form: Form;
  readonly language: Language;
  readonly text: FrameTexts;
  /** The address of this page without its query: where its forms go. */
  readonly path: string;
  /** The hidden field that each form needs that is posted. */
  readonly csrf: SafeHtml;
  /** Whether the user's roles give this. */
  may(scope: AdminScope): boolean;
  /** Seconds since 1970. */
  readonly nowSeconds: number;
}

/** A step on the way to a page. */
export interface Crumb {
  readonly label: string;
  readonly path: string;
}

/** A document. */
export interface PageAnswer {
  readonly title: string;
  /** Below the heading, inside `<main>`. */
  readonly body: SafeHtml;
  /** The pages above this one, without the section itself. */
  readonly crumbs?: readonly Crumb[] | undefined;
  /** What stands beside the heading: links and buttons. */
  readonly actions?: SafeHtml | undefined;
  /** Default 200. */
  readonly status?: number | undefined;
}

/** Leads on to a page of this application, which shows the notice once. */
export interface MovedAnswer {
  readonly goTo: string;
  /** A sentence. */
  readonly notice?: string | undefined;
}

/** What a page answers. Refusals of the API may be thrown: `AdminRefused` and the errors of `admin-api.ts` have pages. */
export type Answer = PageAnswer | MovedAnswer;

/** A page: `show` answers GET, `change` POST. */
export interface ConsolePage {
  /** As Express writes it: `/clients/:client_id`. */
  readonly path: string;
  /** Without it the page is not shown, nor linked. */
  readonly scope: AdminScope;
  readonly show?: (visit: Visit) => Answer | Promise<Answer>;
  /** What `change` needs beyond `scope`. */
  readonly changeScope?: AdminScope;
  readonly change?: (visit: Visit) => Answer | Promise<Answer>;
}
