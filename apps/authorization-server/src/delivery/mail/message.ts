/** Mails as text and HTML. Names and addresses come from users, so nothing of them reaches a header but the address. */
import { html, type SafeHtml } from '@gatehouse/http/html';
import { type Catalog, fillPlain } from '../../texts/catalog.ts';
import type { MailLook } from './look.ts';

/** What a mail says; the texts are in the catalogs. */
export type MailKind = keyof Catalog['mails'];

export interface Message {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** What the sender is called, where the address alone is configured. */
  readonly sender: string;
  /** The PNG that the HTML shows as `logoSource`. */
  readonly logo?: Buffer | undefined;
}

/** What stands in a mail beside its fixed texts. */
export interface MailValues {
  /** What the user is called. */
  readonly name: string;
  /** Whom it goes to. */
  readonly to: string;
  readonly link?: string | undefined;
  /** A code to be typed; stands alone on its line. */
  readonly code?: string | undefined;
  /** The user has no password, or did not use it. */
  readonly withoutPassword?: boolean | undefined;
}

/** The logo travels with the mail (RFC 2392): mail programs hold back what they would have to fetch. */
export const logoId = 'logo@gatehouse';
export const logoSource = `cid:${logoId}`;

/** On one line, without what could begin another header or rearrange the text. */
const oneLine = (value: string): string =>
  value
    .replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, ' ')
    .trim()
    .slice(0, 200);

/** The sentences of one mail, with everything filled in. */
interface Filled {
  readonly subject: string;
  readonly greeting: string;
  readonly body: string;
  readonly action: string;
  readonly note: string;
  readonly reason: string;
}

/** Mails that advise to choose a new password, and say nothing else of it. */
const advising: ReadonlySet<MailKind> = new Set(['factor_added', 'factor_removed', 'recovery_codes_renewed']);

/** The sentences for a user who has no password, or did not use it. */
function withoutPassword({ mails, mailsWithoutPassword: other }: Catalog, kind: MailKind): Catalog['mails'][MailKind] {
  if (advising.has(kind)) return { ...mails[kind], note: other.advice };
  return kind === 'reset_password' || kind === 'factors_removed' || kind === 'sign_in_code'
    ? { ...mails[kind], ...other[kind] }
    : mails[kind];
}

/** The mail in the language of the texts. */
export function messageOf(texts: Catalog, kind: MailKind, given: MailValues, look: MailLook): Message {
  const mail = given.withoutPassword ? withoutPassword(texts, kind) : texts.mails[kind];
  const service = oneLine(look.service);
  const values = { name: oneLine(given.name), service, address: oneLine(given.to) };
  const filled = {
    subject: fillPlain(mail.subject, values),
    greeting: fillPlain(texts.mailFrame.greeting, values),
    body: fillPlain(mail.body, values),
    action: mail.action,
    note: fillPlain(mail.note, values),
    reason: fillPlain(texts.mailFrame.reason, values),
  };
  return {
    subject: filled.subject,
    text: plainText(texts, filled, given, { ...look, service }),
    html: document(texts, filled, given, { ...look, service }).toString(),
    sender: service,
    logo: look.logo,
  };
}

/** The foot stands below the line of a signature (RFC 3676, section 4.3), which replies leave out. */
function plainText({ help }: Catalog, filled: Filled, { link, code }: MailValues, look: MailLook): string {
  const { greeting, body, action, note, reason } = filled;
  const main = link ?? code;
  const lines = [
    look.service,
    look.address,
    reason,
    ...(look.support === undefined ? [] : [`${help}: ${look.support}`]),
  ];
  return [
    greeting,
    body,
    ...(main === undefined ? [] : [`${action}\n${main}`]),
    note,
    `-- \n${lines.join('\n')}\n`,
  ].join('\n\n');
}

const fonts = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
/** What carries the padding in every mail program. */
const table = html`role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"`;

/** Mail programs that know of dark mode take it from here, and Korean lines that break between words; all others keep what stands inline. */
const rules = ({ dark }: MailLook): SafeHtml =>
  html`<style>:root{color-scheme:light dark;supported-color-schemes:light dark}
:lang(ko){word-break:keep-all}
@media (prefers-color-scheme:dark){.canvas{background:${dark.canvas}!important}.sheet{background:${dark.surface}!important}.ink{color:${dark.ink}!important}.soft,.soft a{color:${dark['ink-soft']}!important}.name{color:${dark.accent}!important}.button{background:${dark.accent}!important;color:${dark['on-accent']}!important}}</style>`;

const paragraph = (text: string, { light }: MailLook): SafeHtml =>
  html`<p class="ink" style="margin:0 0 16px;color:${light.ink}">${text}</p>`;

const nameLine = ({ service, logo, light }: MailLook): SafeHtml =>
  html`<p class="name" style="margin:0 0 24px;color:${light.accent};font-size:18px;font-weight:700">${
    logo === undefined
      ? ''
      : html`<img src="${logoSource}" alt="" height="32" style="height:32px;max-width:160px;vertical-align:middle"> `
  }<span style="vertical-align:middle">${service}</span></p>`;

function mainPart({ action }: Filled, { link, code }: MailValues, { light }: MailLook): SafeHtml {
  if (link !== undefined)
    return html`<p style="margin:24px 0"><a class="button" href="${link}" style="display:inline-block;background:${light.accent};color:${light['on-accent']};padding:12px 20px;border-radius:8px;text-decoration:none;font-weight:600">${action}</a></p>
<p class="soft" style="margin:0 0 16px;color:${light['ink-soft']};font-size:13px;word-break:break-all"><bdi>${link}</bdi></p>`;
  if (code !== undefined)
    return html`<p class="ink" style="margin:24px 0 0;color:${light.ink}">${action}</p>
<p class="ink" style="margin:0 0 24px;color:${light.ink};font:600 30px/1.4 ui-monospace,Consolas,monospace;letter-spacing:4px"><bdi dir="ltr">${code}</bdi></p>`;
  return html``;
}

function foot({ help }: Catalog, { reason }: Filled, { service, address, support, light }: MailLook): SafeHtml {
  const style = html`style="color:${light['ink-soft']}"`;
  return html`<div class="soft" style="max-width:480px;margin:0 auto;padding:16px 32px;color:${light['ink-soft']};font-size:13px">
<p style="margin:0 0 4px">${reason}</p>
<p style="margin:0"><bdi>${service}</bdi> · <a href="${address}" ${style}><bdi>${new URL(address).host}</bdi></a>${support === undefined ? '' : html` · <a href="${support}" ${style}>${help}</a>`}</p>
</div>`;
}

function document(texts: Catalog, filled: Filled, given: MailValues, look: MailLook): SafeHtml {
  const { language, direction } = texts;
  const { light } = look;
  return html`<!doctype html>
<html lang="${language}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${filled.subject}</title>
${rules(look)}</head>
<body class="canvas" style="margin:0;padding:0;background:${light.canvas}">
<table ${table} lang="${language}" dir="${direction}"><tr><td class="canvas" style="padding:24px 12px;background:${light.canvas};font:16px/1.5 ${fonts}">
<div class="sheet" style="max-width:480px;margin:0 auto;padding:32px;background:${light.surface};border-radius:12px">
${nameLine(look)}
${paragraph(filled.greeting, look)}
${paragraph(filled.body, look)}
${mainPart(filled, given, look)}
<p class="soft" style="margin:0;color:${light['ink-soft']};font-size:14px">${filled.note}</p>
</div>
${foot(texts, filled, look)}
</td></tr></table>
</body></html>
`;
}
