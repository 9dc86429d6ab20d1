/** A client as pages show it. */
import { type ClientIdentity, fillPlain, type InLanguage, type Theme } from '@gatehouse/html';
import { accountClientId } from './built-in.ts';
import { calledOf, claimedName } from './called.ts';
import type { Client } from './clients.ts';
import { redirectOf } from './redirect-target.ts';

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
function knownBy(
  { unchecked }: PageTexts,
  redirectUris: readonly unknown[],
  callsItself: string,
  host: string,
): Pick<ClientIdentity, 'name' | 'unregistered'> {
  const targets = redirectUris.map((uri) => redirectOf(String(uri))).filter((target) => target !== undefined);
  const sites = targets.filter(({ kind }) => kind === 'site');
  const onDevice = sites.length < targets.length;
  const app = callsItself === '' ? unchecked.onDevice : fillPlain(unchecked.onDeviceCalled, { client: callsItself });
  const names = [...(onDevice ? [app] : []), ...new Set(sites.map(({ hostname }) => hostname))];
  return { name: names.join(', ') || host, unregistered: { callsItself, onDevice } };
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
  const known = knownBy(page, metadata.redirect_uris ?? [], callsItself, host);
  return { id, ...known, ...links(known.name) };
}

/** As it was stored last. */
interface LostRecord {
  readonly host: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * A client that is not found any more, of which grants are left: it was removed, the policy lets it in no longer, or its document
 * cannot be read.
 * @param record where one is left
 */
export function identityOfLost(id: string, record: LostRecord | undefined, page: PageTexts): ClientIdentity {
  const { client_name: given, redirect_uris: redirects } = record?.metadata ?? {};
  const callsItself = typeof given === 'string' ? claimedName(given) : '';
  const ofDocument = id.startsWith('https://') ? URL.parse(id)?.host : undefined;
  if (ofDocument) return { id, name: ofDocument, unregistered: { callsItself } };
  if (!record) return { id, name: id };
  return { id, ...knownBy(page, Array.isArray(redirects) ? redirects : [], callsItself, record.host) };
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
