/** Whether the mail server would take mails, for whoever looks before users do. */
import { smtpOptions } from './transport.ts';

/** Milliseconds for each step: somebody waits. */
const patienceMs = 5000;
const longest = 200;

export interface Probed {
  /** What the server answered, one line. */
  readonly answer: string;
}

/**
 * Connects and signs in; with `to`, sends a mail there.
 * @param url `smtp://user:password@host:port` or `smtps://…`
 * @throws {Error} whose message is one line and holds no password; `code` is nodemailer's
 */
export async function probeMailServer(
  url: string,
  mail?: { readonly from: string; readonly to: string; readonly issuer: string },
): Promise<Probed> {
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    ...smtpOptions(url),
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    dnsTimeout: patienceMs,
  });
  try {
    if (!mail) {
      await transport.verify();
      return { answer: 'it takes the connection' };
    }
    const { from, to, issuer } = mail;
    const sent = await transport.sendMail({
      from,
      to: { name: '', address: to },
      subject: `Test of ${issuer}`,
      text: `"gatehouse doctor --send-mail" of ${issuer} sent this mail. Nothing is to be done.\n`,
    });
    return { answer: oneLine(sent.response) };
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    throw Object.assign(new Error(oneLine(message), { cause: error }), { code });
  } finally {
    transport.close();
  }
}

/** A line of somebody else's as it may be printed. */
const oneLine = (text: string): string => text.replaceAll(/[^\P{C} ]+/gu, ' ').slice(0, longest);
