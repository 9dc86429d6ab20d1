import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { html } from '@gatehouse/http/html';
import { describe, expect, it } from '@jest/globals';
import { controlsScript, formPostScript, passkeyScript, stylesheet } from '../../src/pages/assets.ts';
import { page } from '../../src/pages/page.ts';
import { catalogs, text } from '../../src/texts/catalog.ts';
import { samplePages } from './samples.ts';

const count = (document: string, pattern: RegExp): number => [...document.matchAll(pattern)].length;
const all = (document: string, pattern: RegExp): string[] => [...document.matchAll(pattern)].map((found) => found[1]!);

describe.each(Object.entries(samplePages()))('the page "%s"', (_, document) => {
  it('AS-17: has no script but those of passkeys, of controls and of responses by POST, no inline style and no event attribute', () => {
    const scripts = all(document, /(<script\b.*)/giu);
    const wanted = [
      ...(/data-passkey="(?:create|get)"/u.test(document) ? [passkeyScript] : []),
      ...(/<(?:button|b)\b[^>]*\sdata-(?:shows|counts|copies|prints)=/u.test(document) ? [controlsScript] : []),
      ...(/<form method="post" action="https:/u.test(document) ? [formPostScript] : []),
    ];
    expect(scripts).toEqual(wanted.map((script) => `<script type="module" src="${script.path}"></script>`));
    expect(document).not.toMatch(/<(?:style|object|embed|base)\b/iu);
    // Only mails of a server in development stand in a frame, and can do nothing there.
    for (const frame of all(document, /(<iframe\b.*)/giu)) {
      expect(frame).toMatch(
        / src="\/development\/mail\/\d+" .* sandbox="allow-same-origin allow-top-navigation-by-user-activation"/u,
      );
    }
    expect(document).not.toMatch(/<[^>]*\s(?:style|on\w+)\s*=/iu);
    expect(document).not.toMatch(/http-equiv/iu);
  });

  it('AS-17: loads nothing from another origin', () => {
    for (const source of all(document, /<(?:img|link|script)\b[^>]*?\s(?:src|href)="([^"]*)"/gu)) {
      expect(source).toMatch(/^(?:\/[^/\\]|data:image\/)/u);
    }
  });

  it('AS-17: changes state by POST only', () => {
    for (const form of all(document, /<form\b([^>]*)>/gu)) expect(form).toContain('method="post"');
    expect(document).not.toMatch(/formaction|formmethod/iu);
  });

  it('names its language, direction and step', () => {
    expect(document).toMatch(/^<!doctype html>\n<html lang="en" dir="ltr">/u);
    expect(document).toMatch(/<title>[^<]+ – [^<]+<\/title>/u);
    expect(count(document, /<main\b/gu)).toBe(1);
    expect(count(document, /<h1\b/gu)).toBe(1);
  });

  it('labels each input, uses each id once and focuses one place at most', () => {
    const labels = all(document, /<label for="([^"]+)"/gu);
    const inputs = all(document, /<(?:input|select) (?![^>]*type="hidden")[^>]*?id="([^"]+)"/gu);
    expect(inputs).toHaveLength(count(document, /<(?:input|select) (?![^>]*type="hidden")/gu));
    expect(labels.sort()).toEqual(inputs.sort());
    const ids = all(document, /\sid="([^"]+)"/gu);
    expect(new Set(ids).size).toBe(ids.length);
    expect(count(document, /\sautofocus\b/gu)).toBeLessThanOrEqual(1);
  });

  it('refers only to ids that exist', () => {
    const ids = new Set(all(document, /\sid="([^"]+)"/gu));
    const references = all(document, /\s(?:for|form|aria-describedby)="([^"]+)"/gu);
    expect(references.flatMap((list) => list.split(' ')).filter((id) => !ids.has(id))).toEqual([]);
  });

  it('weighs 30 KB at most, stylesheet and all', () => {
    expect(Buffer.byteLength(document) + stylesheet.body.byteLength).toBeLessThanOrEqual(30 * 1024);
  });
});

describe.each(catalogs.map((catalog) => [catalog.language, catalog] as const))('in %s', (language, catalog) => {
  const documents = Object.entries(samplePages('', catalog));

  it('every page names the language and its direction, and says nothing unfilled', () => {
    for (const [name, document] of documents) {
      if (name === 'mailbox' || name === 'welcome' || name.endsWith('test of a connection')) continue;
      expect([name, document]).toEqual([
        name,
        expect.stringContaining(`<html lang="${language}" dir="${catalog.direction}">`),
      ]);
      const words = document.replaceAll(/<[^>]+>/gu, ' ');
      expect([name, /\{\w*\}|undefined|NaN|\[object/u.exec(words)?.[0]]).toEqual([name, undefined]);
    }
  });

  it('every page weighs 30 KB at most, stylesheet and all', () => {
    for (const [name, document] of documents) {
      const size = Buffer.byteLength(document) + stylesheet.body.byteLength;
      expect([name, size <= 30 * 1024]).toEqual([name, true]);
    }
  });
});

describe('the samples', () => {
  it('show every page that there is', async () => {
    const folder = path.join(import.meta.dirname, '../../src/pages');
    const samples = await readFile(path.join(import.meta.dirname, 'samples.ts'), 'utf8');
    const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts'));
    const sources = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
    const functions = sources.flatMap((source) => all(source, /^export (?:function|const) (\w+Page)\b(?!:)/gmu));
    expect(functions.length).toBeGreaterThan(30);
    // The frame of the account pages is no page, and `errorPage` of the texts no function.
    const frames = new Set(['accountPage']);
    expect(functions.filter((name) => !frames.has(name) && !samples.includes(`${name}(`))).toEqual([]);
  });
});

describe('the frame', () => {
  it('carries a right-to-left language and a brand', () => {
    const document = page({
      title: 'T',
      language: 'ar',
      direction: 'rtl',
      body: html`<main></main>`,
      theme: { name: 'Northwind', logoUri: '/assets/northwind.svg', stylesheet: '/assets/northwind.css' },
    });
    expect(document).toContain('<html lang="ar" dir="rtl">');
    expect(document).toContain('<img src="/assets/northwind.svg" alt=""><span>Northwind</span>');
    expect(document.indexOf('/assets/northwind.css')).toBeGreaterThan(document.indexOf(stylesheet.path));
  });

  it('offers every language by its own name, and marks the present one', () => {
    const document = samplePages('', text('de'))['sign-in'] ?? '';
    const offered = [...document.matchAll(/<button name="language" value="([^"]+)" lang="([^"]+)"([^>]*)>([^<]+)</gu)];
    expect(new Set(offered.map(([, tag]) => tag))).toEqual(new Set(catalogs.map(({ language }) => language)));
    for (const [, tag, lang] of offered) expect(lang).toBe(tag);
    expect(offered.flatMap(([, , , mark, name]) => (mark === '' ? [] : [name, mark]))).toEqual([
      'Deutsch',
      ' aria-current="true"',
    ]);
    expect(offered.map(([, , , , name]) => name)).toEqual(expect.arrayContaining(['العربية', 'English', 'Español']));
  });

  it('serves its stylesheet under a name that changes with the content', () => {
    expect(stylesheet.path).toMatch(/^\/assets\/gatehouse\.[\w-]{16}\.css$/u);
    expect(stylesheet.etag).toBe(`"${stylesheet.path.split('.')[1]}"`);
    expect(stylesheet.contentType).toBe('text/css; charset=utf-8');
  });

  it('AS-17: the stylesheet loads nothing, and needs no rules for right-to-left', () => {
    const css = stylesheet.body.toString();
    expect(css).not.toMatch(/url\(|@import/u);
    expect(css).not.toMatch(
      /(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)|^\s*(?:left|right):/mu,
    );
    for (const condition of ['prefers-color-scheme: dark', 'prefers-reduced-motion', 'forced-colors: active']) {
      expect(css).toContain(condition);
    }
  });
});
