/** Settings in force: `/settings`. Secrets are redacted before they come here. */
import { z } from 'zod';
import { read } from '../operation.ts';

export const settings = [
  read({
    id: 'getSettings',
    path: '/settings',
    summary: 'Settings in force on this instance',
    answer: z.object({ settings: z.record(z.string(), z.unknown()) }).meta({ id: 'Settings' }),
    handle: async ({ redactedSettings }) => ({ settings: redactedSettings() }),
  }),
];
