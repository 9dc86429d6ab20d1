/** As the admin API answers it. */
import type { components } from '@gatehouse/admin-client';

export type Overview = components['schemas']['Overview'];
