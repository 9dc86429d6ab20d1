/**
 * What a client may exchange (RFC 8693): from which audience to which, how much, and in what way. Everything that no rule
 * names is refused. Pure: the same facts give the same answer.
 */

/** Credentials that are no tokens; only a client that checked them itself, such as a gateway, exchanges them. */
export type CredentialKind = 'api_key' | 'service_account' | 'client_certificate';

/** One way of exchanging. */
export interface ExchangeRule {
  /** Audiences of the subject tokens, as resource indicators. */
  readonly from: readonly string[];
  readonly credentials: readonly CredentialKind[];
  /** The one audience of the issued token. */
  readonly to: string;
  /** The most that the issued token may carry. */
  readonly scopes: readonly string[];
  /** `delegation` names the client in `act`; `impersonation` does not. */
  readonly mode: 'delegation' | 'impersonation';
  /** Tokens of clients that are not our own may be exchanged too. */
  readonly thirdParty: boolean;
  /** The client is trusted to have checked to whom a sender-constrained subject token is bound. */
  readonly boundSubjects: boolean;
}

/** All that a client may exchange. */
export interface ExchangePolicy {
  /** Longest chain of actors that an issued token may name. */
  readonly maxDepth: number;
  readonly rules: readonly ExchangeRule[];
}

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
  const forThem = toThere.filter(({ thirdParty }) => thirdParty || !facts.ofThirdParty);
  if (forThem.length === 0) return 'third_party_not_allowed';
  return forThem.find(({ boundSubjects }) => boundSubjects || !facts.boundElsewhere) ?? 'bound_subject_not_allowed';
}

/**
 * The scopes of the issued token: never more than any of the sets allows.
 * @param asked undefined when the request names none
 */
export function exchangedScopes(asked: readonly string[] | undefined, limits: readonly Iterable<string>[]): string[] {
  const [first = [], ...others] = limits.map((limit) => new Set(limit));
  return [...new Set(asked ?? first)].filter((scope) => [first, ...others].every((limit) => new Set(limit).has(scope)));
}

interface StoredRule {
  readonly from?: string[];
  readonly credentials?: CredentialKind[];
  readonly to: string;
  readonly scopes: string[];
  readonly mode?: ExchangeRule['mode'];
  readonly third_party?: boolean;
  readonly bound_subjects?: boolean;
}

/** The policy of a stored client; undefined when it may exchange nothing. */
export function exchangePolicyFrom(stored: unknown): ExchangePolicy | undefined {
  const { max_depth: maxDepth, rules } = (stored ?? {}) as { max_depth?: number; rules?: StoredRule[] };
  if (!rules?.length) return undefined;
  return {
    maxDepth: maxDepth ?? 3,
    rules: rules.map((rule) => ({
      from: rule.from ?? [],
      credentials: rule.credentials ?? [],
      to: rule.to,
      scopes: rule.scopes,
      mode: rule.mode === 'impersonation' ? 'impersonation' : 'delegation',
      thirdParty: rule.third_party === true,
      boundSubjects: rule.bound_subjects === true,
    })),
  };
}
