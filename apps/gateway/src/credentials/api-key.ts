import { looksLikeApiKey } from '@gatehouse/logging';
import type { CredentialKind } from './credential.ts';

/** A key that a user or an operator made. */
export const apiKey: CredentialKind<'api_key'> = {
  kind: 'api_key',
  tokenType: 'urn:gatehouse:params:oauth:token-type:api-key',
  header: 'x-api-key',
  addedByBrowsers: 'never',
  read: (value) => value,
  fault: (key) => (looksLikeApiKey(key) ? undefined : 'This is no API key.'),
};
