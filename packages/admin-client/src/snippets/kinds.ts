/** What each kind of application needs when it is registered. What it is registered with is the server's to say (`POST /clients`). */
import type { components } from '../paths.ts';

export type ClientKind = components['schemas']['NewClient']['kind'];

interface KindRow {
  /** Where users come back to: whether one has to be said, and one that is right for development. */
  readonly redirectUri?: { readonly required: boolean; readonly example: string };
  /** Whether it can keep a secret. */
  readonly hasSecret: boolean;
}

export const kinds: Readonly<Record<ClientKind, KindRow>> = {
  web: { redirectUri: { required: true, example: 'http://localhost:4000/callback' }, hasSecret: true },
  spa: { redirectUri: { required: true, example: 'http://localhost:4000/' }, hasSecret: false },
  native: { redirectUri: { required: false, example: 'com.example.shop:/callback' }, hasSecret: false },
  machine: { hasSecret: true },
  device: { hasSecret: false },
  api: { hasSecret: true },
};
