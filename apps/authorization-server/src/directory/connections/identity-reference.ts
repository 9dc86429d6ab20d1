/** How an identity is named in addresses: neither issuer nor subject is fit for one, and the subject is nobody's business. */
import { createHash } from 'node:crypto';
import type { IdentityKey } from '@gatehouse/storage';

export const referenceOf = ({ issuer, subject }: IdentityKey): string =>
  createHash('sha256')
    .update(JSON.stringify([issuer, subject]))
    .digest('base64url')
    .slice(0, 22);
