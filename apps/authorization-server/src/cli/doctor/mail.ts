/** The mail server: whether it takes a connection, and with `--send-mail` a mail. */
import { probeMailServer } from '../../delivery/mail/probe.ts';
import { type Finding, fault, ok, skipped, warning } from '../../directory/checks/finding.ts';
import type { Settings } from '../../settings.ts';

const adviceFor = (error: NodeJS.ErrnoException): string => {
  const { code = '', message } = error;
  const meaning: Readonly<Record<string, string>> = {
    EAUTH: 'it refuses the user name or password in GATEHOUSE_SMTP_URL',
    EDNS: 'its name has no address',
    EENVELOPE: 'it refuses the sender (GATEHOUSE_MAIL_FROM) or the receiver',
    ETLS: 'TLS fails: smtps:// is TLS at once (465), smtp:// goes on in TLS (587)',
    ESOCKET: 'no connection: host, port and firewall; smtps:// is TLS at once (465), smtp:// goes on in TLS (587)',
    ECONNECTION: 'no connection: host, port and firewall',
    ETIMEDOUT: 'no answer: host, port and firewall; many providers close port 25',
  };
  return `${meaning[code] ?? 'it refuses'} (${message})`;
};

/** @param sendTo address that gets a mail; absent: nothing is sent */
export async function mailFindings(
  { smtpUrl, mailFrom, issuer, mode }: Pick<Settings, 'smtpUrl' | 'mailFrom' | 'issuer' | 'mode'>,
  sendTo: string | undefined,
): Promise<readonly Finding[]> {
  if (!smtpUrl) {
    const without = 'GATEHOUSE_SMTP_URL is not set: no registration, invitation by mail or "Forgot your password?"';
    const why = mode === 'development' ? 'GATEHOUSE_SMTP_URL is not set: /development/mail shows mails' : without;
    return [sendTo === undefined ? skipped('mail server', why) : fault(`mail to ${sendTo}`, why)];
  }
  const { host } = new URL(smtpUrl.reveal());
  const local = /@localhost>?$/u.test(mailFrom)
    ? [warning(`mails come from ${mailFrom}`, 'set GATEHOUSE_MAIL_FROM: most servers refuse mails from localhost')]
    : [];
  const check = sendTo === undefined ? `mail server ${host}` : `mail to ${sendTo} by ${host}`;
  try {
    const { answer } = await probeMailServer(
      smtpUrl.reveal(),
      sendTo === undefined ? undefined : { from: mailFrom, to: sendTo, issuer },
    );
    return [ok(`${check}: ${answer}`), ...local];
  } catch (error) {
    return [fault(check, adviceFor(error as NodeJS.ErrnoException)), ...local];
  }
}
