import { describe, expect, it } from '@jest/globals';
import { mailSenderFault, smtpUrlFault } from '../src/smtp-url.ts';

describe('F22: the URL of the mail server', () => {
  it.each(['@', '#', '%', '/', '?', ':', '[', ']', ' ', '%zz', '1/', '1?', '@:', '/@', '?a=b&'])(
    'a password with %p works encoded; as it is, it works or is one line that says to encode it',
    (special) => {
      const password = `LeftHalf${special}RightHalf`;
      expect(smtpUrlFault(`smtps://gh:${encodeURIComponent(password)}@mail.example:465`)).toBeUndefined();
      const fault = smtpUrlFault(`smtp://gh:${password}@mail.example:587`);
      if (fault === undefined) expect(password).toMatch(/[@: [\]]/u);
      else expect(fault).toMatch(/^is not a URL.*percent-encoded[^\n]*$/u);
      expect(String(fault)).not.toContain('Half');
    },
  );

  it.each([
    ['mail.example:587', /begin with smtp/u],
    ['mail.example.com', /such as smtp:\/\/user:password@mail\.example\.com:587$/u],
    ['smtp:gh:secret@mail.example', /begin with smtp/u],
    ['https://gh:secret@mail.example', /begin with smtp/u],
    ['smtp://', /has no host/u],
    ['smtp://gh:secret@', /has no host/u],
    ['smtp://gh:secret', /port/u],
    ['smtp://gh:secret@mail.example:0', /port/u],
    ['smtp://gh:secret@mail.example:65536', /port/u],
    ['smtp://gh:secret@mail.example\n', /line break/u],
    ['smtp://gh:secret@mail example', /is not a URL/u],
  ])('%p', (url, fault) => {
    expect(smtpUrlFault(url)).toMatch(fault);
    expect(smtpUrlFault(url)).not.toContain('secret');
  });

  it.each(['smtp://localhost', 'smtps://[::1]:465/', 'smtp://gh@mail.example:587?requireTLS=true', 'SMTP://a.b'])(
    '%p is fine',
    (url) => expect(smtpUrlFault(url)).toBeUndefined(),
  );
});

describe('The sender of mails', () => {
  it.each([
    'no-reply@example.com',
    'Gatehouse <no-reply@localhost>',
    '"Acme, Inc." <id@acme.example>',
    'Ä <a@bücher.example>',
  ])('%p is fine', (sender) => expect(mailSenderFault(sender)).toBeUndefined());

  it.each([
    'example.com',
    'Acme',
    'Acme <>',
    'a@b, c@d',
    'Acme <a@b> <c@d>',
    'a@b\r\nBcc: c@d',
    'a@',
    '@b',
    'Acme <a b@c>',
  ])('%p is refused', (sender) => expect(mailSenderFault(sender)).toMatch(/^must be "Name <address>"/u));
});
