/** What profiles look at in APIs, and in what they answer. */
import { challengeParameter, type MetadataDocument, type ResourceAnswers } from './answers.ts';
import { type ResourceFacts, tokenSecondsOf } from './facts.ts';
import { type Asked, fails, holds, notApplicable, notChecked, unlessAny, type Verdict } from './rule.ts';

export const neverStored = (): Verdict => notChecked;

/** Where it is served is known by its indicator alone. */
export function https({ resource: { indicator } }: ResourceFacts): Verdict {
  const { protocol } = new URL(indicator);
  if (protocol === 'https:') return holds(indicator);
  return protocol === 'http:'
    ? fails(indicator, 'Serve it by https, and declare it by that address.')
    : notApplicable('Its indicator is no address: where it is served is not stored.');
}

/** An address by which clients reach it, in the one spelling. */
export function canonicalAddress({ resource: { indicator } }: ResourceFacts): Verdict {
  const { protocol, hash, host } = new URL(indicator);
  const advice = 'Declare it by the https address at which clients reach it, in lower case and without fragment.';
  return protocol === 'https:' && hash === '' && !indicator.includes('#') && indicator.startsWith(`https://${host}`)
    ? holds(indicator)
    : fails(indicator, advice);
}

export function withoutSlash({ resource: { indicator } }: ResourceFacts): Verdict {
  return indicator.endsWith('/')
    ? fails(indicator, 'Declare it without the slash at its end, unless that makes it another API.')
    : holds(indicator);
}

/** That the API compares the audience is for its own tests to show. */
export function audience({ resource, served }: ResourceFacts): Verdict {
  if (resource.token_format === 'jwt') return holds(`JWT for the audience ${resource.indicator} alone`);
  return served.length > 0
    ? holds(`introspection by ${served.join(', ')}`)
    : fails(
        'opaque, and no client may introspect',
        'Register the API as a client: "gatehouse clients add NAME --kind api --resource RESOURCE".',
      );
}

/** @param most in seconds */
export const tokenLife =
  (most: number) =>
  ({ resource, server }: ResourceFacts): Verdict => {
    const seconds = tokenSecondsOf(resource, server);
    return seconds <= most
      ? holds(`${seconds} s`)
      : fails(`${seconds} s`, `Set its access_token_ttl_seconds to ${most} or less.`);
  };

const saidOf = (sentence: ResourceFacts['resource']['name']): string =>
  typeof sentence === 'string' ? sentence : (Object.values(sentence)[0] ?? '');

/** Something to ask for, and a sentence by which users decide. */
export function describedScopes({ resource: { scopes } }: ResourceFacts): Verdict {
  const names = Object.keys(scopes);
  if (names.length === 0) return fails('no scopes', 'Declare scopes, each with a sentence that users read.');
  const silent = names.filter((name) => [name, ''].includes(saidOf(scopes[name] as string).trim()));
  return unlessAny(
    silent,
    names.join(', '),
    'Describe these scopes by a sentence that users read on the consent page.',
  );
}

/** A refresh token is the client's wish, and nothing that an API needs. */
export function noOfflineAccess({ resource: { scopes } }: ResourceFacts): Verdict {
  return Object.hasOwn(scopes, 'offline_access')
    ? fails('offline_access', 'Take offline_access from its scopes: it belongs to this server.')
    : holds(Object.keys(scopes).join(', ') || 'no scopes');
}

export function reachable({ reachedBy, resource: { indicator }, server }: ResourceFacts): Verdict {
  const unregistered = Object.hasOwn(server.unregistered?.scopes ?? {}, indicator);
  const count = `${reachedBy.length} registered ${reachedBy.length === 1 ? 'client' : 'clients'}`;
  if (unregistered) return holds(`${count}, and clients that nobody registered`);
  return reachedBy.length > 0
    ? holds(count)
    : fails(
        'no client',
        'Let a client ask for its scopes: "gatehouse clients grant ID --scope RESOURCE=SCOPE", or unregistered_clients.scopes.',
      );
}

/** The one that is about this API: clients refuse metadata of another (RFC 9728, section 3.3). */
function metadataOf({ inserted, root }: ResourceAnswers, { id }: Asked): MetadataDocument {
  const bare = id.replace(/\/$/u, '');
  return [inserted, root].find((one) => {
    const of = one?.['resource'];
    return typeof of === 'string' && of.replace(/\/$/u, '') === bare;
  });
}

/** At the address with its path, or at the root: clients look at both. */
export function metadataFound(answers: ResourceAnswers, asked: Asked): Verdict {
  const { inserted, root } = answers;
  const found = metadataOf(answers, asked);
  if (found) return holds(found === inserted ? 'at the address with its path' : 'at the root');
  const advice = 'Let it serve its metadata; oauth-guard and the gateway do by themselves.';
  const other = inserted ?? root;
  return fails(other ? `it is about ${JSON.stringify(other['resource'])}` : 'no document', advice);
}

export function metadataNamesUs(answers: ResourceAnswers, asked: Asked): Verdict {
  const named = metadataOf(answers, asked)?.['authorization_servers'];
  const servers = Array.isArray(named) ? named.map(String) : [];
  return servers.includes(asked.issuer)
    ? holds(servers.join(', '))
    : fails(servers.join(', ') || 'none', `Let its metadata name ${asked.issuer} among authorization_servers.`);
}

export function challenged({ challenge }: ResourceAnswers): Verdict {
  if (!challenge)
    return fails(
      'no answer',
      'It is not reached from here: is its address right, does it run, and is its origin in GATEHOUSE_OUTBOUND_ALLOW if it is on a private network?',
    );
  const { status, wwwAuthenticate } = challenge;
  const pointer = challengeParameter(wwwAuthenticate, 'resource_metadata');
  const said = `${status}, ${pointer === undefined ? 'without resource_metadata' : 'resource_metadata'}`;
  return status === 401 && pointer !== undefined
    ? holds(said)
    : fails(said, 'Let it answer requests without a token by 401, and name its metadata in WWW-Authenticate.');
}

export function challengeScope({ challenge }: ResourceAnswers): Verdict {
  const scope = challengeParameter(challenge?.wwwAuthenticate ?? '', 'scope');
  return scope === undefined
    ? fails('no scope in the challenge', 'Let it name the scopes that a request needs in WWW-Authenticate.')
    : holds(scope);
}

export function noOfflineAccessSaid(answers: ResourceAnswers, asked: Asked): Verdict {
  const { challenge } = answers;
  const listed = metadataOf(answers, asked)?.['scopes_supported'];
  const scopes = [
    ...(Array.isArray(listed) ? listed.map(String) : []),
    ...(challengeParameter(challenge?.wwwAuthenticate ?? '', 'scope') ?? '').split(' '),
  ].filter((scope) => scope !== '');
  return scopes.includes('offline_access')
    ? fails('offline_access', 'Take offline_access from scopes_supported and from its challenges.')
    : holds([...new Set(scopes)].join(', ') || 'no scopes');
}
