/** Addresses in the metadata of a client that registers itself: none may lead into the network of this server. */
import { type OutboundCheck, OutboundRefusedError } from '../../delivery/outbound/guard.ts';
import { type RegisteredMetadata, refusedMetadata } from './registration-request.ts';

/** They are shown to users, and never asked by this server. */
const shown = ['client_uri', 'logo_uri', 'policy_uri', 'tos_uri'] as const;

const reasons: Partial<Record<OutboundRefusedError['code'], string>> = {
  not_https: 'must be an https address',
  credentials_in_url: 'has user information',
  not_a_public_address: 'leads to no public address',
};

/** Throws OperationRefused. */
export async function checkUrls(metadata: RegisteredMetadata, check: OutboundCheck): Promise<void> {
  for (const member of ['jwks_uri', ...shown] as const) {
    const url = metadata[member];
    if (url === undefined) continue;
    try {
      await check(url);
    } catch (error) {
      if (error instanceof OutboundRefusedError) {
        throw refusedMetadata(`${member}: ${reasons[error.code] ?? error.code}`);
      }
      // What has no address leads nowhere; keys must be somewhere.
      if (member === 'jwks_uri') throw refusedMetadata(`${member}: its host has no address`);
    }
  }
}
