/** For whom a token is (RFC 7519 section 4.1.3): names are compared exactly, character by character. */

import { invalidClaims, isName } from './claims.ts';
import { shown } from './detail.ts';
import type { TokenReader } from './profiles/token-reader.ts';
import { Refusal } from './refusal.ts';

/** Which audiences are ours. */
export interface AudienceRules {
  readonly audiences: ReadonlySet<string>;
  readonly allowSeveralAudiences: boolean;
}

/** What one issuer adds to them. */
export interface IssuerAudienceRules {
  /** Only tokens of these clients; undefined: of any. */
  readonly clients: ReadonlySet<string> | undefined;
  /** A token without `aud` counts where `clients` are named. */
  readonly withoutAudience: boolean;
  /** The issuer itself. To be one of several audiences with it alone is to be the only one. */
  readonly issuerAudiences: ReadonlySet<string>;
}

/** The audience is ours, and by default only ours: a token for two resources lets either replay it at the other. */
export function checkAudience(aud: unknown, rules: AudienceRules, ofIssuer: IssuerAudienceRules): Refusal | undefined {
  const audiences: unknown[] = Array.isArray(aud) ? aud : [aud];
  if (ofIssuer.withoutAudience && (aud === undefined || audiences.length === 0)) {
    return ofIssuer.clients === undefined
      ? wrongAudience('the token has no aud; name the clients whose tokens are accepted in issuers.clients')
      : undefined;
  }
  if (audiences.length === 0 || !audiences.every(isName)) return invalidClaims('aud is missing, empty or not names');
  if (!audiences.some((audience) => rules.audiences.has(audience)))
    return wrongAudience(`aud is ${shown(audiences)}, not ${shown([...rules.audiences])}`);
  if (audiences.length === 1 || rules.allowSeveralAudiences) return undefined;
  const counted = audiences.filter((one) => rules.audiences.has(one) || !ofIssuer.issuerAudiences.has(one));
  if (counted.length === 1) return undefined;
  return new Refusal('several_audiences', {
    detail: `aud is ${shown(audiences)}; allowSeveralAudiences would accept it`,
  });
}

/** The client is one of those named, where any are. */
export function checkClient(
  payload: Readonly<Record<string, unknown>>,
  reader: TokenReader,
  { clients }: IssuerAudienceRules,
): Refusal | undefined {
  if (clients === undefined) return undefined;
  const clientId = reader.clientOf(payload);
  if (clients.has(clientId)) return undefined;
  return new Refusal('wrong_client', { detail: `the client is ${shown([clientId])}, not ${shown([...clients])}` });
}

function wrongAudience(detail: string): Refusal {
  return new Refusal('wrong_audience', { detail });
}
