import { ago } from '@gatehouse/html';
import { html } from '@gatehouse/http';
import { fill, number } from '../../texts/catalog.ts';
import { type AccountFrame, accountPage, row, smallLink } from './frame.ts';

/** What the first account page shows. */
export interface OverviewOptions extends AccountFrame {
  readonly name: string;
  readonly passwordChangedAtSeconds?: number | undefined;
  readonly hasSecondFactor: boolean;
  readonly sessions: number;
  readonly applications: number;
  readonly lastEventAtSeconds?: number | undefined;
  readonly nowSeconds: number;
}

/** The first account page: how things stand, and where to change them. */
export function overviewPage(options: OverviewOptions): string {
  const { text, nowSeconds, passwordChangedAtSeconds, lastEventAtSeconds } = options;
  const { overview, security, none, nav } = text.account;
  const password =
    passwordChangedAtSeconds === undefined
      ? none
      : fill(overview.passwordChanged, { when: ago(text, passwordChangedAtSeconds, nowSeconds) });
  const content = html`<ul class="rows">
${row(overview.password, password, smallLink('/account/password', security.change, overview.password))}
${row(overview.twoStep, options.hasSecondFactor ? overview.on : overview.off, smallLink('/account/security', security.change, nav.security))}
${row(overview.devices, number(text, options.sessions), smallLink('/account/sessions', security.change, nav.sessions))}
${row(overview.applications, number(text, options.applications), smallLink('/account/applications', security.change, nav.applications))}
${row(overview.lastSignIns, lastEventAtSeconds === undefined ? none : ago(text, lastEventAtSeconds, nowSeconds), smallLink('/account/activity', overview.allActivity, nav.activity))}
</ul>`;
  return accountPage(options, {
    section: 'overview',
    heading: fill(overview.heading, { name: options.name }),
    content,
  });
}
