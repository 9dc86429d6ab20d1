/** All operations of the admin API. A resource is a file beside this one and a line here. */
import type { AdminOperation } from '../operation.ts';
import { clients } from './clients.ts';

export const allOperations: readonly AdminOperation[] = [...clients];
