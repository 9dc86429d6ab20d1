/** The lists of the section: what is in force, the look of the pages, the rules for all users. */
import { html, type SafeHtml } from '@gatehouse/http';
import { policies as texts } from '../../texts/policies.ts';
import type { Visit } from '../../visit.ts';

const paths = { settings: '/settings', look: '/settings/look', rules: '/settings/users' } as const;

export type SettingsTab = keyof typeof paths;

export const pathOf = (tab: SettingsTab): string => paths[tab];

export function settingsTabs({ language, text }: Visit, current: SettingsTab): SafeHtml {
  const words = texts(language);
  const links = (Object.keys(paths) as SettingsTab[]).map((tab) => {
    const mark = tab === current ? html` aria-current="page"` : '';
    return html`<li><a href="${paths[tab]}"${mark}>${words[tab]}</a></li>`;
  });
  return html`<nav class="tabs" aria-label="${text.sections.settings}"><ul>${links}</ul></nav>`;
}
