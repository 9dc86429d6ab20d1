import { ago, moment } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { type Catalog, fill, fillPlain } from '../../texts/catalog.ts';
import { type AccountFrame, accountPage, buttonForm } from './frame.ts';

/** One place where the user is signed in. */
export interface SessionLine {
  /** Given back in the form. */
  readonly reference: string;
  readonly browser?: string | undefined;
  readonly system?: string | undefined;
  readonly address?: string | undefined;
  readonly usedAtSeconds: number;
  readonly signedInAtSeconds: number;
  readonly isThis: boolean;
}

/** The devices: each as `li[data-session]`, with a button to end it; `#end-others` ends all but this one. */
export function sessionsPage(
  options: AccountFrame & { readonly sessions: readonly SessionLine[]; readonly nowSeconds: number },
): string {
  const { text, sessions, nowSeconds } = options;
  const { sessions: texts } = text.account;
  const names = sessions.map((session) => deviceName(text, session));
  const line = (session: SessionLine): SafeHtml => {
    const device = deviceName(text, session);
    // What tells two of one kind apart is when each began.
    const isAlike = names.filter((name) => name === device).length > 1;
    const used = fill(texts.used, { when: ago(text, session.usedAtSeconds, nowSeconds) });
    const since = fill(texts.signedIn, {
      when: isAlike
        ? moment(text.language, session.signedInAtSeconds)
        : ago(text, session.signedInAtSeconds, nowSeconds),
    });
    const from = session.address === undefined ? '' : html`<br>${fill(texts.from, { address: session.address })}`;
    const action = session.isThis
      ? html`<span class="tag">${texts.thisDevice}</span>`
      : buttonForm(options, {
          action: '/account/sessions/end',
          label: texts.end,
          about: isAlike ? `${device}, ${moment(text.language, session.signedInAtSeconds)}` : device,
          fields: { session: session.reference },
          kind: 'quiet',
        });
    return html`<li class="row" data-session="${session.reference}"${session.isThis ? html` data-this` : ''}><div><h2>${device}</h2><div class="soft">${used}<br>${since}${from}</div></div><div class="row-action">${action}</div></li>`;
  };
  const others = sessions.some(({ isThis }) => !isThis);
  const content = html`<p class="soft">${texts.explain}</p>
<ul class="rows">${sessions.map(line)}</ul>
${others ? buttonForm(options, { action: '/account/sessions/end-others', label: texts.endOthers, id: 'end-others', kind: 'danger' }) : ''}`;
  return accountPage(options, { section: 'sessions', heading: texts.heading, content });
}

function deviceName({ account }: Catalog, { browser, system }: SessionLine): string {
  if (browser === undefined || system === undefined) return browser ?? system ?? account.unknown;
  return fillPlain(account.sessions.device, { browser, system });
}
