/** What profiles look at in the server itself, and in its metadata as it is served. */
import { grantTypes } from '../../clients/grant-types.ts';
import type { MetadataDocument, ServerAnswers } from './answers.ts';
import type { ServerFacts } from './facts.ts';
import { type Asked, fails, holds, notApplicable, tested, type Verdict } from './rule.ts';

export const https = ({ issuer }: ServerFacts): Verdict =>
  issuer.startsWith('https://')
    ? holds(issuer)
    : fails(issuer, 'Set GATEHOUSE_ISSUER to an https address; it is in every token.');

export function removedGrants({ responseTypes }: ServerFacts): Verdict {
  const bad = [
    ...responseTypes.filter((type) => type !== 'code'),
    ...(grantTypes as readonly string[]).filter((type) => ['implicit', 'password'].includes(type)),
  ];
  return bad.length === 0
    ? holds(`response types: ${responseTypes.join(', ')}; no implicit and no password grant`)
    : fails(bad.join(', '), 'Serve no such response type and no such grant.');
}

export const tokensInQuery = ({ acceptsTokensInQuery }: ServerFacts): Verdict =>
  acceptsTokensInQuery
    ? fails('accepted', 'Accept tokens in the Authorization header alone.')
    : holds('refused by the endpoints of this server');

/** @param most in seconds */
export const codeLife =
  (most: number) =>
  ({ authorizationCodeSeconds: seconds }: ServerFacts): Verdict =>
    seconds <= most
      ? holds(`${seconds} s`)
      : fails(`${seconds} s`, `Set GATEHOUSE_AUTHORIZATION_CODE_TTL_SECONDS to ${most} or less.`);

/** @param most in seconds */
export const tokenLife =
  (most: number) =>
  ({ accessTokenSeconds: seconds }: ServerFacts): Verdict =>
    seconds <= most
      ? holds(`${seconds} s, unless an API says otherwise`)
      : fails(`${seconds} s`, `Set GATEHOUSE_ACCESS_TOKEN_TTL_SECONDS to ${most} or less.`);

export const publicClients = ({ authenticationMethods }: ServerFacts): Verdict =>
  authenticationMethods.includes('none')
    ? holds(authenticationMethods.join(', '))
    : fails(authenticationMethods.join(', '), 'Let public clients redeem their codes: none.');

export const metadataDocuments = ({ unregistered }: ServerFacts): Verdict =>
  unregistered?.documents
    ? holds(`hosts: ${unregistered.documents.domains.join(', ')}`)
    : fails(
        'off',
        'Declare unregistered_clients.documents in the registry, with the hosts that are trusted; without it each client must be registered.',
      );

/** Kept for clients that cannot do without; nothing requires it. */
export function dynamicRegistration({ unregistered }: ServerFacts): Verdict {
  const mode = unregistered?.registration?.mode ?? 'off';
  return holds(mode === 'open' ? 'open: anybody may register; it is deprecated' : mode);
}

/** They are not listed one by one: the policy makes all of them what they are. */
export function unregisteredClients({ unregistered }: ServerFacts): Verdict {
  const { documents, registration } = unregistered ?? {};
  if (!documents && !registration) return notApplicable('A client that nobody registered gets nothing.');
  const kinds = [...(documents ? ['documents'] : []), ...(registration ? ['dynamic registration'] : [])];
  return tested(`${kinds.join(', ')}: code and refresh_token with PKCE, consent every time`, 'MCP 2026-07-28');
}

export const documentHosts = ({ unregistered }: ServerFacts): Verdict =>
  unregistered?.documents
    ? tested('consent shows the host of the client and of the redirect', 'MCP 2026-07-28')
    : notApplicable('No such client is let in.');

/** Shown by tests, and by the metadata when it is asked. */
export const byTests = (value: string, requirement: string) => (): Verdict => tested(value, requirement);

const methodsOf = (document: MetadataDocument): readonly unknown[] => {
  const methods = document?.['code_challenge_methods_supported'];
  return Array.isArray(methods) ? methods : [];
};

const notReached = fails('no metadata', 'The issuer is not reached from here: "gatehouse doctor" says why.');

export function discovered({ oauth, openid }: ServerAnswers, { issuer }: Asked): Verdict {
  const found = [
    ...(oauth?.['issuer'] === issuer ? ['oauth-authorization-server'] : []),
    ...(openid?.['issuer'] === issuer ? ['openid-configuration'] : []),
  ];
  return found.length > 0 ? holds(found.join(', ')) : notReached;
}

/** In every document that is served: clients read only one of them. */
export function challengeMethods({ oauth, openid }: ServerAnswers): Verdict {
  const served = [oauth, openid].filter((document) => document !== undefined);
  if (served.length === 0) return notReached;
  return served.every((document) => methodsOf(document).includes('S256'))
    ? holds(methodsOf(served[0]).join(', '))
    : fails('S256 is not named', 'Something in front changes the metadata: let it pass as it is.');
}

export function issuerInAnswers({ oauth, openid }: ServerAnswers): Verdict {
  const served = [oauth, openid].filter((document) => document !== undefined);
  if (served.length === 0) return notReached;
  return served.every((document) => document['authorization_response_iss_parameter_supported'] === true)
    ? holds('authorization_response_iss_parameter_supported: true')
    : fails('not announced', 'Something in front changes the metadata: let it pass as it is.');
}

export function metadataDocumentsSaid({ oauth, openid }: ServerAnswers): Verdict {
  const served = [oauth, openid].filter((document) => document !== undefined);
  if (served.length === 0) return notReached;
  return served.every((document) => document['client_id_metadata_document_supported'] === true)
    ? holds('client_id_metadata_document_supported: true')
    : fails('off', 'Declare unregistered_clients.documents in the registry, with the hosts that are trusted.');
}
