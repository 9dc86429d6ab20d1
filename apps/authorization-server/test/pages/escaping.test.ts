import { execFileSync } from 'node:child_process';
import { clientMark, gatehouseTheme, webAddress } from '@gatehouse/html';
import { describe, expect, it } from '@jest/globals';
import { loggedOutPage } from '../../src/pages/logout.ts';
import { signInPage } from '../../src/pages/sign-in.ts';
import { text } from '../../src/texts/catalog.ts';
import { samplePages } from './samples.ts';

const hostile = `"'></title></bdi><script src=//evil.example></script><img onerror=alert(1)>`;
/** Where a long host may be broken differs with what stands in it. */
const unbroken = (document: string): string =>
  document.replaceAll('<wbr>', '').replaceAll(/<span class="(?:front|end)">([^<]*)<\/span>/gu, '$1');
const tags = (document: string): string[] =>
  [...unbroken(document).matchAll(/<!?\/?[a-z][a-z0-9]*/giu)].map(([tag]) => tag);

const mark = (logoUri: string): string => clientMark({ id: 'c', name: 'Client', logoUri }).toString();
const refused = (login: string): string =>
  signInPage({
    action: '/a',
    cancelAction: '/b',
    csrf: 'c',
    client: { id: 'c', name: 'Client' },
    login,
    error: { code: 'invalid_credentials', text: text().formErrors.invalid_credentials },
    text: text(),
    theme: gatehouseTheme,
  });

describe('what pages reflect', () => {
  const plain = samplePages();
  for (const [name, document] of Object.entries(samplePages(hostile))) {
    it(`AS-17: markup in any value stays text on the page "${name}"`, () => {
      expect(document).toContain('&lt;script src=//evil.example&gt;');
      expect(tags(document)).toEqual(tags(plain[name]!));
    });
  }

  it('GW-07: the address in the example for a shell is one word, whatever stands in it', () => {
    const ends = `/?a=1&b;$(echo run)\`echo run\`'"*`;
    const [, command = ''] = /<code>(curl [^<]*)</u.exec(samplePages(ends)['account key made']!) ?? [];
    const typed = command.replaceAll(
      /&(?:amp|quot|#39|#96);/gu,
      (name) => ({ '&amp;': '&', '&quot;': '"', '&#39;': "'", '&#96;': '`' })[name]!,
    );
    const said = execFileSync('sh', ['-c', `curl() { printf '%s\\n' "$@"; }; KEY=k; ${typed}`], { encoding: 'utf8' });
    expect(said.split('\n')).toEqual(['--header', 'X-API-Key: k', `https://api.example.com${ends}`, '']);
    expect(plain['account key made']).toContain('$KEY" https://api.example.com</code>');
  });

  it('AS-17: only addresses of the web become links', () => {
    for (const uri of ['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', '//evil.example', 'not a uri', '']) {
      expect(webAddress(uri)).toBeUndefined();
      const client = { id: 'c', name: 'Client', uri };
      const document = loggedOutPage({ signInHref: '/account', client, text: text(), theme: gatehouseTheme });
      expect(document.match(/<a\b[^>]*>/gu)).toEqual(['<a class="button" id="sign-in" href="/account">']);
    }
    expect(webAddress('https://client.example/')?.host).toBe('client.example');
  });

  it('AS-17: a logo is loaded from this origin or a data: URI only', () => {
    expect(mark('/assets/logo.png')).toContain('src="/assets/logo.png"');
    expect(mark('data:image/png;base64,AA==')).toContain('<img');
    for (const foreign of [
      'https://evil.example/a.png',
      '//evil.example/a.png',
      '/\\evil.example',
      '/\t/evil.example',
      'data:text/html,x',
    ]) {
      expect(mark(foreign)).not.toContain('<img');
    }
  });

  it('AS-17: characters that turn the writing direction cannot disguise a title or a sentence', () => {
    const name = 'knaB\u202eBank\u2066';
    const document = signInPage({
      action: '/a',
      cancelAction: '/b',
      csrf: 'c',
      client: { id: 'c', name },
      text: text(),
      theme: gatehouseTheme,
    });
    expect(document).toContain('<title>Sign in – knaBBank</title>');
    expect(document).toContain(`<bdi class="name" data-client="c">${name}</bdi>`);
  });

  it('AS-15: a refused sign-in shows the same for every reason but what was typed', () => {
    expect(refused('alice')).toBe(refused('nobody').replace('nobody', 'alice'));
  });
});
