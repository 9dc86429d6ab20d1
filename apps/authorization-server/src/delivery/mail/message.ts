/** Mails as text and HTML. Names and addresses come from users, so nothing of them reaches a header but the address. */
import { html } from '@gatehouse/http';
import { type Catalog, fillPlain } from '../../texts/catalog.ts';

/** What a mail says; the texts are in the catalogs. */
export type MailKind = keyof Catalog['mails'];

export interface Message {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What stands in a mail beside its fixed texts. */
export interface MailValues {
  /** What the user is called. */
  readonly name: string;
  /** What this server is called. */
  readonly service: string;
  readonly link?: string | undefined;
  /** A code to be typed; stands alone on its line. */
  readonly code?: string | undefined;
}

/** On one line, without what could begin another header or rearrange the text. */
const oneLine = (value: string): string =>
  value
    .replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .trim()
    .slice(0, 200);

/** The mail in the language of the texts. */
export function messageOf(texts: Catalog, kind: MailKind, { name, service, link, code }: MailValues): Message {
  const mail = texts.mails[kind];
  const values = { name: oneLine(name), service: oneLine(service) };
  const subject = fillPlain(mail.subject, values);
  const greeting = fillPlain(texts.mailFrame.greeting, values);
  const body = fillPlain(mail.body, values);
  const note = fillPlain(mail.note, values);
  const given = link ?? code;
  const action = given === undefined ? '' : `${mail.action}\n${given}\n\n`;
  const button =
    link === undefined
      ? ''
      : html`<p style="margin:24px 0"><a href="${link}" style="background:#17624f;color:#fff;padding:12px 20px;border-radius:8px;text-decoration:none;font-weight:600">${mail.action}</a></p><p style="color:#54605a;font-size:13px;word-break:break-all">${link}</p>`;
  const typed =
    code === undefined
      ? ''
      : html`<p style="margin:24px 0 0">${mail.action}</p><p dir="ltr" style="margin:0 0 24px;font:600 30px/1.4 ui-monospace,monospace;letter-spacing:4px">${code}</p>`;
  return {
    subject,
    text: `${greeting}\n\n${body}\n\n${action}${note}\n`,
    html: html`<!doctype html>
<html lang="${texts.language}" dir="${texts.direction}"><head><meta charset="utf-8"><title>${subject}</title></head>
<body style="margin:0;padding:24px;background:#f3f4f0;font:16px/1.5 system-ui,sans-serif;color:#17211d">
<div style="max-width:480px;margin:0 auto;padding:32px;background:#fff;border-radius:12px">
<p>${greeting}</p><p>${body}</p>${button}${typed}<p style="color:#54605a;font-size:14px">${note}</p>
</div></body></html>
`.toString(),
  };
}
