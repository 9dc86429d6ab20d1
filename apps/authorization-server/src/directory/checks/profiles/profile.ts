/** A profile: what a specification requires of a server, its APIs and its clients. A further one is a list like the others. */
import type { ResourceAnswers, ServerAnswers } from './answers.ts';
import type { ClientFacts, ResourceFacts, ServerFacts } from './facts.ts';
import type { Rule } from './rule.ts';

export interface Profile {
  /** What it is about, with the version whose sections the rules name. */
  readonly specification: string;
  readonly server: readonly Rule<ServerFacts, ServerAnswers>[];
  readonly resource: readonly Rule<ResourceFacts, ResourceAnswers>[];
  readonly client: readonly Rule<ClientFacts>[];
}

/** No access token should live longer, in seconds; this server allows much less. */
export const longestTokenSeconds = 3600;
