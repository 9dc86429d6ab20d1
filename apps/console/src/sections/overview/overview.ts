/** GET /: what goes on. */
import { html } from '@gatehouse/http';
import type { ConsolePage } from '../../visit.ts';

export const overviewPage: ConsolePage = {
  path: '/',
  scope: 'audit:read',
  show: ({ text }) => ({ title: text.sections.overview, body: html`` }),
};
