/** GET /settings: what is in force. */
import { answerOf } from '@gatehouse/admin-client';
import { html } from '@gatehouse/http/html';
import { code } from '../../pages/facts.ts';
import { input } from '../../pages/form-controls.ts';
import { valueOf } from '../../pages/preview.ts';
import { searchForm, table } from '../../pages/table.ts';
import { settings as texts } from '../../texts/settings.ts';
import type { ConsolePage } from '../../visit.ts';
import { lookPage } from './look.ts';
import { lookEditPage } from './look-edit.ts';
import { reportPage } from './report.ts';
import { settingsTabs } from './settings-tabs.ts';
import { userRulesPages } from './user-rules.ts';

const settingsPage: ConsolePage = {
  path: '/settings',
  scope: 'settings:read',
  async show(visit) {
    const words = texts(visit.language);
    const { settings } = answerOf(await visit.api.GET('/settings'));
    const wanted = (visit.query.get('q') ?? '').trim().toLowerCase();
    const entries = Object.entries(settings).filter(([name]) => name.toLowerCase().includes(wanted));
    const search = input({ name: 'q', label: words.contains, type: 'search', value: visit.query.get('q') ?? '' });
    const list = table(visit, {
      id: 'settings',
      caption: visit.text.sections.settings,
      entries,
      columns: [
        { label: words.name, cell: ([name]) => code(name) },
        { label: words.value, cell: ([, value]) => valueOf(value, visit.text.preview.unset) },
      ],
    });
    return {
      title: visit.text.sections.settings,
      body: html`${settingsTabs(visit, 'settings')}<p class="soft intro">${words.intro}</p>${searchForm(visit, search)}${list}`,
    };
  },
};

export const settingsPages: readonly ConsolePage[] = [
  settingsPage,
  lookPage,
  lookEditPage,
  ...userRulesPages,
  reportPage,
];
