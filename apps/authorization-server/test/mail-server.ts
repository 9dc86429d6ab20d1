/** A real SMTP server on a free port, for tests. */
import type { Readable } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { freePort } from '@gatehouse/testkit';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface TestMail extends Email {
  /** Who it was given to, as the envelope says. */
  readonly recipients: readonly string[];
  /** The mail as it came over the wire. */
  readonly raw: string;
  /** The first link in it. */
  readonly link: string;
}

export interface MailServer {
  readonly url: string;
  readonly mails: readonly TestMail[];
  /** As many of the next mails are refused for now. */
  refuseNext: number;
  /** The next mail to this address, or one that is there already. */
  mailTo(address: string): Promise<TestMail>;
  stop(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const port = await freePort();
  const mails: TestMail[] = [];
  const taken = new Set<TestMail>();
  let arrived = Promise.withResolvers<void>();
  const receive = async (stream: Readable, recipients: string[]): Promise<void> => {
    const raw = await readText(stream);
    if (test.refuseNext > 0) {
      test.refuseNext -= 1;
      throw Object.assign(new Error('try again later'), { responseCode: 451 });
    }
    const email = await PostalMime.parse(raw);
    mails.push({ ...email, recipients, raw, link: /https:\/\/\S+/u.exec(email.text ?? '')?.[0] ?? '' });
    arrived.resolve();
    arrived = Promise.withResolvers<void>();
  };
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, session, callback) {
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      const received = receive(stream, recipients);
      void (async () => {
        const refusal = await received.then(
          () => undefined,
          (error: unknown) => error as Error,
        );
        callback(refusal);
      })();
    },
  });
  await new Promise<void>((listening) => {
    server.listen(port, '127.0.0.1', listening);
  });
  const test: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuseNext: 0,
    async mailTo(address) {
      for (;;) {
        const found = mails.find((mail) => mail.recipients.includes(address) && !taken.has(mail));
        if (found) {
          taken.add(found);
          return found;
        }
        await arrived.promise;
      }
    },
    stop: () =>
      new Promise((closed) => {
        server.close(() => closed());
      }),
  };
  return test;
}
