/** The lists of the section: what is in force, the look of the pages, the rules for all users, the report on profiles. */
import { html, type SafeHtml } from '@gatehouse/http/html';
import { policies as texts } from '../../texts/policies.ts';
import type { Visit } from '../../visit.ts';

const paths = {
  settings: '/settings',
  look: '/settings/look',
  rules: '/settings/users',
  report: '/settings/report',
} as const;

export type SettingsTab = keyof typeof paths;

export const pathOf = (tab: SettingsTab): string => paths[tab];

export function settingsTabs(visit: Visit, current: SettingsTab): SafeHtml {
  const { language, text } = visit;
  const words = texts(language);
  // The report is about clients and APIs.
  const mayReport = visit.may('clients:read') && visit.may('resources:read');
  const tabs = (Object.keys(paths) as SettingsTab[]).filter((tab) => tab !== 'report' || mayReport);
  const links = tabs.map((tab) => {
    const mark = tab === current ? html` aria-current="page"` : '';
    return html`<li><a href="${paths[tab]}"${mark}>${words[tab]}</a></li>`;
  });
  return html`<nav class="tabs" aria-label="${text.sections.settings}"><ul>${links}</ul></nav>`;
}
