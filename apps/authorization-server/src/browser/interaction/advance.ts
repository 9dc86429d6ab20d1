/** Where a sign-in stands, and where the outcome of a form leads: to the next step, or to the provider with a result. */
import type { Account, Accounts } from '../../directory/accounts/accounts.ts';
import { assuranceOf, upstreamTwoFactors } from '../../directory/accounts/assurance.ts';
import type { KnownBrowsers } from '../../directory/accounts/known-browsers.ts';
import type { Factors, SecondFactors } from '../../directory/accounts/second-factors.ts';
import type { Audit } from '../../directory/audit/audit.ts';
import type { Connections } from '../../directory/connections/connections.ts';
import { type IdentityDependencies, linkIdentity } from '../../directory/operations/identities.ts';
import { giveBrowserId, noteConnection } from '../browser-cookie.ts';
import { type Next, nextOf, type Steps } from './dispatch.ts';
import { codeAddressOf, type EmailCode } from './email-code.ts';
import type { Progress, ProgressStore } from './progress.ts';
import { type Advanced, callerOf, type Finished, type Interaction } from './step.ts';

export interface AdvanceDependencies {
  readonly accounts: Pick<Accounts, 'findActive'>;
  readonly secondFactors: Pick<SecondFactors, 'of'>;
  readonly knownBrowsers: Pick<KnownBrowsers, 'remember'>;
  readonly progress: Pick<ProgressStore, 'save' | 'forget'>;
  readonly storage: IdentityDependencies['storage'];
  readonly mailer: IdentityDependencies['mailer'];
  readonly issuer: string;
  readonly connections: Pick<Connections, 'find'>;
  /** Absent where no codes are mailed. */
  readonly emailCode: EmailCode | undefined;
  readonly audit: Pick<Audit, 'record'>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** The course of a sign-in. */
export interface Course {
  /** What comes next for the interaction as it was found. */
  nextOf(interaction: Interaction): Next;
  /** What is written, and what the provider is told, after a form was accepted. */
  advance(interaction: Interaction, outcome: Advanced | Finished): Promise<Advanced | Finished>;
}

export function createCourse(dependencies: AdvanceDependencies, steps: Steps): Course {
  const { accounts, secondFactors, emailCode, progress: store } = dependencies;

  const decide = (
    { details, neededLevel }: Interaction,
    progress: Progress,
    factors: Factors | undefined,
    account: Account | undefined,
  ): Next =>
    nextOf({
      prompt: details.prompt.name,
      progress,
      factors,
      neededLevel,
      emailCode: codeAddressOf(emailCode, account) !== undefined,
    });

  return {
    nextOf: (interaction) =>
      decide(interaction, interaction.progress, interaction.user?.factors, interaction.user?.account),
    async advance(interaction, given) {
      if ('result' in given) return given;
      const outcome = stillConnecting(interaction, withoutGone(dependencies, given));
      const { accountId } = outcome.progress;
      const factors = accountId === undefined ? undefined : await secondFactors.of(accountId);
      const account = emailCode && accountId !== undefined ? await accounts.findActive(accountId) : undefined;
      const next = decide(interaction, outcome.progress, factors, account);
      if (next === 'finished') return signedIn(dependencies, interaction, outcome);
      const begun = await steps[next].begin?.(interaction, outcome.progress, account);
      const saved = store.save(interaction.details.uid, begun?.progress ?? outcome.progress);
      return {
        ...outcome,
        writes: [...(outcome.writes ?? []), ...(begun?.writes ?? []), saved],
        committed: () => {
          outcome.committed?.();
          begun?.committed?.();
        },
      };
    },
  };
}

/** Nobody signs in by a connection that was disabled while the sign-in was under way: it begins anew, and nothing is written. */
function withoutGone({ connections }: Pick<AdvanceDependencies, 'connections'>, outcome: Advanced): Advanced {
  const { identity } = outcome.progress;
  if (!identity || connections.find(identity.connection)) return outcome;
  return { progress: { methods: [], upstreamFailed: { connection: identity.connection, why: 'misconfigured' } } };
}

/** What is to be connected waits until the user has signed in, unless the outcome says otherwise. */
function stillConnecting({ progress: { connecting } }: Interaction, outcome: Advanced): Advanced {
  if (connecting === undefined || 'connecting' in outcome.progress) return outcome;
  return { ...outcome, progress: { ...outcome.progress, connecting } };
}

/** The identity that waits becomes the account's; nothing when its connection is gone. */
async function connected(
  dependencies: AdvanceDependencies,
  interaction: Interaction,
  { connecting, accountId }: Progress,
): Promise<Pick<Advanced, 'writes' | 'events'>> {
  const connection = connecting && dependencies.connections.find(connecting.connection);
  if (!connection || accountId === undefined) return {};
  const { identity } = connecting;
  return linkIdentity(dependencies, callerOf(interaction, accountId), connection, { identity, accountId });
}

/** In seconds. What an upstream proved is as old as it says, unless the user proved something here too. */
function provedAt({ methods, identity }: Progress, clock: () => number): number {
  const nowSeconds = Math.floor(clock() / 1000);
  const isHere = methods.some((method) => method !== 'fed' && method !== upstreamTwoFactors);
  return isHere ? nowSeconds : Math.min(identity?.authTimeSeconds ?? nowSeconds, nowSeconds);
}

/** Everything is proved: the result for the provider. */
async function signedIn(
  dependencies: AdvanceDependencies,
  interaction: Interaction,
  outcome: Advanced,
): Promise<Finished> {
  const { audit, clock, knownBrowsers, progress: store } = dependencies;
  const { progress, ...done } = outcome;
  const { accountId } = progress;
  if (accountId === undefined) throw new TypeError('a sign-in is finished that nobody began');
  const { request, response, details, client } = interaction;
  const link = await connected(dependencies, interaction, progress);
  const used = progress.identity ?? progress.connecting;
  if (used) noteConnection(response, used.connection);
  const record = (lost?: string) => {
    done.record?.(lost);
    if (lost !== undefined) return;
    audit.record(request, {
      event: 'sign_in.completed',
      outcome: 'success',
      clientId: client.clientId,
      subject: accountId,
    });
  };
  return {
    ...done,
    record,
    // The time of the proof, not of the browser's next request (AS-20).
    result: {
      login: {
        accountId,
        ts: provedAt(progress, clock),
        ...assuranceOf(progress.methods),
        ...(progress.identity && { upstream: progress.identity }),
      },
      select_account: {},
      create: {},
    },
    merge: false,
    events: [...(done.events ?? []), ...(link.events ?? [])],
    // Somebody else connected the identity meanwhile: the user is signed in all the same.
    ...(link.writes && { otherwise: async () => ({ progress: { ...progress, connecting: undefined } }) }),
    writes: [
      ...(done.writes ?? []),
      ...(link.writes ?? []),
      knownBrowsers.remember(accountId, giveBrowserId(request, response)),
      store.forget(details.uid),
    ],
  };
}
