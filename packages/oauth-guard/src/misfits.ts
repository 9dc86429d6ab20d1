/** Tokens that are refused though they may be right: most often it is this API that is set up wrongly. */

import { slashOf } from './discovery.ts';
import type { Refusal } from './refusal.ts';
import type { Warnings } from './warnings.ts';

/** Hears of tokens that are refused although nothing is wrong with them but what they were issued for. */
export interface Misfits {
  /** A token names an issuer that is not among those that are trusted. @param iss undefined where it is not to be shown */
  issuer(issuers: readonly string[], spelling: { readonly iss: string; readonly written: string } | undefined): void;
  /**
   * A token of a trusted issuer does not fit, by its own unverified claims.
   *
   * @returns what tells it, to be called when the signature turned out to hold; undefined when that was told already
   */
  token(issuer: string, refusal: Refusal): (() => void) | undefined;
}

/** What to change where a token is not for us. Codes that are not here are the sender's fault, and nobody is warned. */
const ADVICE: Readonly<Record<string, string>> = {
  wrong_audience:
    'resource (or audience) must be what the authorization server writes into aud, the resource indicator that it has registered, and not the address that this API listens on',
  several_audiences: 'ask for a token for one resource',
  wrong_type: 'an ID token is not an access token; access tokens of another type need the profile of their issuer',
  wrong_client: 'a client whose tokens are accepted belongs into issuers.clients',
};

/** Tells of them by warnings. */
export function misfitsOf(warnings: Warnings): Misfits {
  return {
    issuer(issuers, spelling) {
      const names = issuers.map((issuer) => `"${issuer}"`).join(', ');
      const message =
        spelling === undefined
          ? `a token was refused because its iss is not ${names}: if it was right, write its issuer in issuers as iss does, character by character (observe.decision tells what it is)`
          : `tokens are refused: iss is "${spelling.iss}" and issuers says "${spelling.written}"; if such tokens are right, write it in issuers as they do, ${slashOf(spelling.iss)}`;
      warnings.tell('OAUTH_GUARD_ISSUER', spelling?.written ?? '', message);
    },
    token(issuer, { code, parameters }) {
      const advice = ADVICE[code];
      if (advice === undefined) return undefined;
      const message = `tokens of ${issuer} are refused (${code}): ${parameters.detail}; ${advice}`;
      if (!warnings.isNew('OAUTH_GUARD_TOKENS', issuer, message)) return undefined;
      return () => warnings.tell('OAUTH_GUARD_TOKENS', issuer, message);
    },
  };
}
