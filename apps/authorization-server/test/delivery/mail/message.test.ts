import { brandingFaults } from '@gatehouse/html';
import { describe, expect, it } from '@jest/globals';
import { mailLookOf } from '../../../src/delivery/mail/look.ts';
import { logoSource, type MailKind, type MailValues, messageOf } from '../../../src/delivery/mail/message.ts';
import { catalogs, fillPlain, text } from '../../../src/texts/catalog.ts';

const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  Buffer.from('0000000d', 'hex'),
  Buffer.from('IHDR'),
]);
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h8v8z"/></svg>');
const server = { service: 'Acme ID', address: 'https://id.acme.example' };
const plain = mailLookOf({}, server);
const link = 'https://id.acme.example/account/reset?token=abc';
const alice: MailValues = { name: 'Alice', to: 'alice@example.com', link };
const kinds = Object.keys(text().mails) as MailKind[];

describe('a mail', () => {
  it.each(catalogs.map((texts) => [texts.language, texts] as const))(
    'in %s: nothing is left to fill in, and its foot says who sent it, from where and why',
    (_language, texts) => {
      for (const kind of kinds) {
        const message = messageOf(texts, kind, alice, plain);
        expect(`${message.subject}${message.text}`).not.toMatch(/[{}]/u);
        const [content = '', foot = ''] = message.text.split('\n-- \n');
        expect(content).toContain(link);
        expect(foot.split('\n').slice(0, 2)).toEqual(['Acme ID', 'https://id.acme.example']);
        expect(foot).toContain('alice@example.com');
        expect(message.html).toContain(`<html lang="${texts.language}" dir="${texts.direction}">`);
        expect(message.html).toContain('<a href="https://id.acme.example"');
        expect(message.html).toContain(texts.mails[kind].action);
      }
    },
  );

  it.each(catalogs.map((texts) => [texts.language, texts] as const))(
    'in %s: a user without a password is not told to choose a new one',
    (_language, texts) => {
      const { advice } = texts.mailsWithoutPassword;
      for (const kind of kinds) {
        const usual = messageOf(texts, kind, alice, plain);
        const other = messageOf(texts, kind, { ...alice, withoutPassword: true }, plain);
        expect(`${other.subject}${other.text}`).not.toMatch(/[{}]/u);
        const differs = ['reset_password', 'factors_removed', 'sign_in_code'].includes(kind);
        const isAdvised = ['factor_added', 'factor_removed', 'recovery_codes_renewed'].includes(kind);
        expect([kind, other.text !== usual.text]).toEqual([kind, differs || isAdvised]);
        if (isAdvised) expect(other.text).toContain(fillPlain(advice, { service: 'Acme ID' }));
      }
    },
  );

  it('has the colours of the brand in both schemes, its help, and its logo where mail programs can show it', () => {
    const branding = {
      logo: `data:image/png;base64,${png.toString('base64')}`,
      colours: { light: { accent: '#7a1fa2' }, dark: { accent: '#e0b0ff' } },
      links: { support: 'https://help.acme.example/' },
    };
    expect(brandingFaults(branding)).toEqual([]);
    const message = messageOf(text(), 'reset_password', alice, mailLookOf(branding, server));
    expect(message.html).toContain('background:#7a1fa2;color:#ffffff;');
    expect(message.html).toMatch(/@media \(prefers-color-scheme:dark\)\{.*\.button\{background:#e0b0ff!important/u);
    expect(message.html).toContain(`<img src="${logoSource}" alt=""`);
    expect(message.logo).toEqual(png);
    expect(message.html).toContain('<a href="https://help.acme.example/"');
    expect(message.text).toContain('Help: https://help.acme.example/');

    const vector = { logo: `data:image/svg+xml;base64,${svg.toString('base64')}` };
    const without = messageOf(text(), 'reset_password', alice, mailLookOf(vector, server));
    expect([without.logo, without.html.includes('<img')]).toEqual([undefined, false]);
    expect(without.html).toContain('background:#17624f;color:#ffffff;');
  });

  it('keeps names on their line and in their order, and escapes them', () => {
    const values = { ...alice, name: 'Eve\r\nBcc: all@example.com\u202e<b>' };
    const look = mailLookOf({}, { ...server, service: 'Acme\r\nX: y & <Sons>' });
    const message = messageOf(text(), 'reset_password', values, look);
    expect(message.subject).toBe('Choose a new password for Acme  X: y & <Sons>');
    expect(message.sender).toBe('Acme  X: y & <Sons>');
    expect(message.text.split('\n')[0]).toBe('Hello Eve  Bcc: all@example.com <b>,');
    expect(message.html).toContain('Acme  X: y &amp; &lt;Sons&gt;');
    expect(message.html).not.toContain('<b>');
  });

  it('with a code has no link but the one to the service', () => {
    const message = messageOf(
      text(),
      'sign_in_code',
      { name: 'Alice', to: 'alice@example.com', code: '123456' },
      plain,
    );
    expect(message.html.match(/href="[^"]*"/gu)).toEqual(['href="https://id.acme.example"']);
    expect(message.text).toContain('\n123456\n');
  });
});
