/** A client as pages show it. */
import type { ClientIdentity, InLanguage, Theme } from '@gatehouse/html';
import { accountClientId } from './built-in.ts';
import { calledOf } from './called.ts';
import type { Client } from './clients.ts';
import { redirectOf } from './redirect-target.ts';

/** The address when it is on the host itself: a stranger's links to others would lend it their credit. */
const onHost = (uri: string | undefined, host: string): string | undefined => {
  const url = uri === undefined ? null : URL.parse(uri);
  return url?.protocol === 'https:' && url.host === host ? url.href : undefined;
};

/**
 * @param page the texts of the page: a name that differs by language is the one in its language
 * @param redirectUri of the request that the page is about; by its host a client is known that registered itself
 */
export function identityOf(client: Client, { language }: InLanguage, redirectUri?: string): ClientIdentity {
  const { clientId: id, metadata, unregistered } = client;
  const { name, host = '' } = calledOf(client, language);
  if (!unregistered) {
    return {
      id,
      name,
      uri: metadata.client_uri,
      logoUri: metadata.logo_uri,
      policyUri: metadata.policy_uri,
      tosUri: metadata.tos_uri,
    };
  }
  const redirect = redirectUri === undefined ? undefined : redirectOf(redirectUri);
  const known = unregistered.kind === 'dynamic' && redirect ? redirect : { shown: host, hostname: host };
  return {
    id,
    name: known.hostname,
    uri: onHost(metadata.client_uri, known.shown),
    policyUri: onHost(metadata.policy_uri, known.shown),
    tosUri: onHost(metadata.tos_uri, known.shown),
    unregistered: { callsItself: name },
  };
}

/**
 * A client that is not found any more, of which grants are left: it was removed, the policy lets it in no longer, or its document
 * cannot be read.
 * @param host by which it was known, where that was stored
 */
export function identityOfLost(id: string, host: string | undefined): ClientIdentity {
  const ofDocument = id.startsWith('https://') ? URL.parse(id)?.host : undefined;
  const name = ofDocument ?? host;
  return name ? { id, name, unregistered: { callsItself: '' } } : { id, name: id };
}

/** What a page is made with. */
interface Frame {
  readonly text: InLanguage;
  readonly theme: Theme;
}

/** The same of a client that may be the account pages, which have the name and the logo of this server. */
export function applicationOf(client: Client, { text, theme }: Frame, redirectUri?: string): ClientIdentity {
  const identity = identityOf(client, text, redirectUri);
  if (client.clientId !== accountClientId) return identity;
  return { ...identity, name: theme.name, logoUri: theme.logoUri, isService: true };
}
