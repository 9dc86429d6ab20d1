/** A client as pages show it. */
import { type ClientIdentity, fillPlain, type InLanguage, type Theme } from '@gatehouse/html';
import { accountClientId } from './built-in.ts';
import { calledOf } from './called.ts';
import type { Client } from './clients.ts';
import { isLoopback, type Redirect, redirectOf } from './redirect-target.ts';

/** The address when it is on the host itself: a stranger's links to others would lend it their credit. */
const onHost = (uri: string | undefined, host: string): string | undefined => {
  const url = uri === undefined ? null : URL.parse(uri);
  return url?.protocol === 'https:' && url.host === host ? url.href : undefined;
};

/** What a page says of an application on a device of the user's, where no host is true of it. */
interface PageTexts extends InLanguage {
  readonly unchecked: { readonly onDevice: string; readonly onDeviceCalled: string };
}

/**
 * What a client is known by that registered itself: where it lets users be sent back to. Of several such places none is left out,
 * since any of them may be the one that is used.
 */
function knownBy({ unchecked }: PageTexts, targets: readonly Redirect[], callsItself: string): string {
  const sites = targets.filter(({ kind }) => kind === 'site');
  const hosts = new Set(sites.map(({ hostname }) => hostname));
  if (sites.length === targets.length) return [...hosts].join(', ');
  const app = callsItself === '' ? unchecked.onDevice : fillPlain(unchecked.onDeviceCalled, { client: callsItself });
  return [app, ...hosts].join(', ');
}

/**
 * @param page the texts of the page: a name that differs by language is the one in its language
 * @param redirectUri of the request that the page is about; by its host a client is known that registered itself
 */
export function identityOf(client: Client, page: PageTexts, redirectUri?: string): ClientIdentity {
  const { clientId: id, metadata, unregistered } = client;
  const { name: callsItself, host = '' } = calledOf(client, page.language);
  if (!unregistered) {
    return {
      id,
      name: callsItself,
      uri: metadata.client_uri,
      logoUri: metadata.logo_uri,
      policyUri: metadata.policy_uri,
      tosUri: metadata.tos_uri,
    };
  }
  const links = (shown: string) => ({
    uri: onHost(metadata.client_uri, shown),
    policyUri: onHost(metadata.policy_uri, shown),
    tosUri: onHost(metadata.tos_uri, shown),
  });
  if (unregistered.kind === 'document') return { id, name: host, ...links(host), unregistered: { callsItself } };
  const asked = redirectUri === undefined ? undefined : redirectOf(redirectUri);
  if (asked) {
    const onDevice = asked.kind !== 'site';
    const name = onDevice ? page.unchecked.onDevice : asked.hostname;
    return { id, name, ...links(asked.shown), unregistered: { callsItself, onDevice } };
  }
  const targets = (metadata.redirect_uris ?? []).map(redirectOf).filter((target) => target !== undefined);
  const onDevice = targets.some(({ kind }) => kind !== 'site');
  const name = knownBy(page, targets, callsItself) || host;
  return { id, name, ...links(name), unregistered: { callsItself, onDevice } };
}

/**
 * A client that is not found any more, of which grants are left: it was removed, the policy lets it in no longer, or its document
 * cannot be read.
 * @param host by which it was known, where that was stored
 */
export function identityOfLost(id: string, host: string | undefined, { unchecked }: PageTexts): ClientIdentity {
  const ofDocument = id.startsWith('https://') ? URL.parse(id)?.host : undefined;
  const name = ofDocument ?? host;
  if (ofDocument === undefined && host !== undefined && isLoopback(host))
    return { id, name: unchecked.onDevice, unregistered: { callsItself: '', onDevice: true } };
  return name ? { id, name, unregistered: { callsItself: '' } } : { id, name: id };
}

/** What a page is made with. */
interface Frame {
  readonly text: PageTexts;
  readonly theme: Theme;
}

/** The same of a client that may be the account pages, which have the name and the logo of this server. */
export function applicationOf(client: Client, { text, theme }: Frame, redirectUri?: string): ClientIdentity {
  const identity = identityOf(client, text, redirectUri);
  if (client.clientId !== accountClientId) return identity;
  return { ...identity, name: theme.name, logoUri: theme.logoUri, isService: true };
}
