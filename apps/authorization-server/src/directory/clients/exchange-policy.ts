/**
 * What a client may exchange (RFC 8693): from which audience to which, how much, and in what way. Everything that no rule
 * names is refused. Pure: the same facts give the same answer.
 */
import { z } from 'zod';
import { indicator, scopeName } from '../resources/words.ts';

/** Credentials that are no tokens; only a client that checked them itself, such as a gateway, exchanges them. */
const credentialKinds = ['api_key', 'service_account', 'client_certificate'] as const;
export type CredentialKind = (typeof credentialKinds)[number];

/** All that a client may exchange. */
export const exchangePolicy = z
  .strictObject({
    max_depth: z.int().min(1).max(8).default(3).describe('Longest chain of actors in a token it gets'),
    rules: z
      .array(
        z.strictObject({
          from: z.array(indicator).default([]).describe('Audiences of the tokens that it may hand in'),
          credentials: z
            .array(z.enum(credentialKinds))
            .default([])
            .describe('Credentials that it checks itself and may hand in like tokens; only for a gateway'),
          to: indicator.describe('The one audience of the token that it gets'),
          scopes: z.array(scopeName).min(1).describe('The most that the token carries'),
          mode: z
            .enum(['delegation', 'impersonation'])
            .default('delegation')
            .describe('delegation names this client in the claim act; impersonation does not'),
          third_party: z.boolean().default(false).describe('Tokens of clients that are not our own, too'),
          bound_subjects: z
            .boolean()
            .default(false)
            .describe('Sender-constrained tokens, too: this client is trusted to have checked the binding'),
        }),
      )
      .min(1)
      .describe('Each a way of exchanging; the first that fits counts'),
  })
  .describe('What it may exchange (RFC 8693); what no rule names is refused');
export type ExchangePolicy = z.output<typeof exchangePolicy>;

/** One way of exchanging. */
export type ExchangeRule = ExchangePolicy['rules'][number];

/** What is asked for, and what is known of the subject token. */
export interface ExchangeFacts {
  /** The audience of the subject token, or the kind of credential in its place. */
  readonly source: { readonly audience: string } | { readonly credential: CredentialKind };
  /** The audience that is asked for. */
  readonly target: string | undefined;
  readonly ofThirdParty: boolean;
  /** The subject token is bound to a key, and this request does not show that key. */
  readonly boundElsewhere: boolean;
}

/** Why no rule fits; stable codes for the audit. */
export type ExchangeRefusal =
  | 'source_not_allowed'
  | 'target_required'
  | 'target_not_allowed'
  | 'third_party_not_allowed'
  | 'bound_subject_not_allowed';

/** Gives the rule that allows the exchange, or why there is none. */
export function exchangeRule(policy: ExchangePolicy, facts: ExchangeFacts): ExchangeRule | ExchangeRefusal {
  const { source, target } = facts;
  const fromHere = policy.rules.filter((rule) =>
    'audience' in source ? rule.from.includes(source.audience) : rule.credentials.includes(source.credential),
  );
  if (fromHere.length === 0) return 'source_not_allowed';
  const targets = new Set(fromHere.map(({ to }) => to));
  if (target === undefined && targets.size > 1) return 'target_required';
  const toThere = fromHere.filter(({ to }) => target === undefined || to === target);
  if (toThere.length === 0) return 'target_not_allowed';
  const forThem = toThere.filter(({ third_party: thirdParty }) => thirdParty || !facts.ofThirdParty);
  if (forThem.length === 0) return 'third_party_not_allowed';
  return (
    forThem.find(({ bound_subjects: boundSubjects }) => boundSubjects || !facts.boundElsewhere) ??
    'bound_subject_not_allowed'
  );
}

/**
 * The scopes of the issued token: never more than any of the sets allows.
 * @param asked undefined when the request names none
 */
export function exchangedScopes(asked: readonly string[] | undefined, limits: readonly Iterable<string>[]): string[] {
  const [first = [], ...others] = limits.map((limit) => new Set(limit));
  return [...new Set(asked ?? first)].filter((scope) => [first, ...others].every((limit) => new Set(limit).has(scope)));
}
