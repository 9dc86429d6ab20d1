/** Every page of the section. */
import type { ConsolePage } from '../../visit.ts';
import { clientPage, removeClientPage } from './client.ts';
import { hostPage, removeHostPage } from './host.ts';
import { hostsPage } from './hosts.ts';
import { policyPages } from './policy.ts';
import { tokenPages } from './tokens.ts';

export const unregisteredPages: readonly ConsolePage[] = [
  hostsPage,
  hostPage,
  removeHostPage,
  clientPage,
  removeClientPage,
  ...tokenPages,
  ...policyPages,
];
