/** Finds the interaction of a request, and makes sure that it belongs to this browser. */
import { addressOf, type Theme } from '@gatehouse/html';
import { HttpError } from '@gatehouse/http';
import type { Request, Response } from 'express';
import { errors, type Provider } from 'oidc-provider';
import type { Accounts } from '../../directory/accounts/accounts.ts';
import { levelOf } from '../../directory/accounts/assurance.ts';
import { hasSecondFactor, type SecondFactors } from '../../directory/accounts/second-factors.ts';
import type { Client, Clients } from '../../directory/clients/clients.ts';
import { keepText } from '../../pages/language.ts';
import { hasBegun, noProgress, type Progress, type ProgressStore } from './progress.ts';
import type { Details, Interaction } from './step.ts';

export interface FindInteractionDependencies {
  /** The provider that answers now. */
  readonly provider: () => Provider;
  readonly accounts: Pick<Accounts, 'findActive'>;
  readonly secondFactors: Pick<SecondFactors, 'of'>;
  readonly clients: Pick<Clients, 'find'>;
  readonly progress: Pick<ProgressStore, 'find'>;
  readonly csrf: { token(request: Request, response: Response): string };
  /** The look of the pages of a client. */
  readonly theme: (client: Client) => Theme;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** Who signed in so shortly before need not repeat the first factor when a second one is asked for. */
const recentSeconds = 120;

async function detailsOf(
  dependencies: FindInteractionDependencies,
  request: Request,
  response: Response,
): Promise<Details> {
  try {
    return await dependencies.provider().interactionDetails(request, response);
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    const code = request.headers.cookie ? 'session_not_found' : 'cookies_missing';
    throw new HttpError(400, code, 'this sign-in is over or belongs to another browser');
  }
}

/** What a session proved a moment ago, when nothing but a second factor is missing. */
async function progressOfSession(
  dependencies: FindInteractionDependencies,
  { prompt, session }: Details,
): Promise<Progress> {
  if (!session || prompt.reasons.length !== 1 || prompt.reasons[0] !== 'acr_values') return noProgress;
  const live = await dependencies.provider().Session.findByUid(session.uid);
  const { accountId, amr, loginTs } = live ?? {};
  if (accountId === undefined || accountId !== session.accountId || !amr || loginTs === undefined) return noProgress;
  if (dependencies.clock() / 1000 - loginTs > recentSeconds) return noProgress;
  if (!hasSecondFactor(await dependencies.secondFactors.of(accountId))) return noProgress;
  return { accountId, methods: amr, provedAtSeconds: loginTs };
}

/** Who is signing in, as far as it was proved; an account that was disabled meanwhile proved nothing. */
async function userOf(
  dependencies: FindInteractionDependencies,
  { accountId }: Progress,
): Promise<Interaction['user']> {
  const account = accountId === undefined ? undefined : await dependencies.accounts.findActive(accountId);
  return account && { account, factors: await dependencies.secondFactors.of(account.id) };
}

/** Something was begun, although nobody has proved who they are. */
const isUnderWay = ({ accountId: _none, anotherAccount = false, ...progress }: Progress): boolean =>
  anotherAccount || hasBegun(progress);

/** Throws HttpError when there is no such interaction, or not in this browser. */
export async function findInteraction(
  dependencies: FindInteractionDependencies,
  request: Request,
  response: Response,
): Promise<Interaction> {
  const details = await detailsOf(dependencies, request, response);
  // The provider finds the interaction by cookie; the address must name the same one (AS-16).
  if (details.uid !== request.params['uid']) {
    throw new HttpError(400, 'session_not_found', 'this sign-in belongs to another tab');
  }
  const client = await dependencies.clients.find(String(details.params['client_id']));
  if (!client) throw new HttpError(400, 'invalid_client', 'the application is not registered any more');
  const signingIn = ['login', 'select_account', 'create', 'consent'].includes(details.prompt.name);
  const progress = signingIn
    ? ((await dependencies.progress.find(details.uid)) ?? (await progressOfSession(dependencies, details)))
    : noProgress;
  // Nobody is there (any more) who could be chosen.
  const nothing = details.session ? noProgress : { ...noProgress, anotherAccount: true };
  const user = await userOf(dependencies, progress);
  return {
    request,
    response,
    details,
    client,
    text: keepText(request, response, { uiLocales: details.params['ui_locales'], ofUser: user?.account.locale }),
    theme: { ...dependencies.theme(client), here: addressOf(request) },
    csrf: dependencies.csrf.token(request, response),
    grant: async () => (details.grantId ? dependencies.provider().Grant.find(details.grantId) : undefined),
    progress: user || isUnderWay(progress) ? progress : nothing,
    user,
    neededLevel: levelOf(details.prompt.details['needed_acr']),
  };
}
