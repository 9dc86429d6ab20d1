import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { html, raw, SafeHtml } from '../src/html.ts';

describe('html', () => {
  it('AS-17: escapes every value, in text and in quoted attributes', () => {
    const hostile = `<script>alert("1")</script>&'\``;
    expect(html`<p title="${hostile}">${hostile}</p>`.toString()).toBe(
      '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;&#96;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;&#96;</p>',
    );
  });

  it('keeps markup of its own and of raw, and joins arrays', () => {
    const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`);
    expect(html`<ul>${items}${[raw('<hr>'), 'c&d']}</ul>`.toString()).toBe(
      '<ul><li>a</li><li>&lt;b&gt;</li><hr>c&amp;d</ul>',
    );
  });

  it('gives no text for nothing, and the text of numbers', () => {
    expect(html`${undefined}${null}${false}|${0}|${true}|${12n}|${''}`.toString()).toBe('|0|true|12|');
  });

  it('does not take an object that looks like markup for markup', () => {
    const forged = { toString: () => '<script>', map: undefined } as unknown as string;
    expect(() => html`${forged}`.toString()).toThrow(TypeError);
    expect(html`${JSON.parse('"<b>"') as string}` instanceof SafeHtml).toBe(true);
  });

  it('AS-17: no text from outside opens a tag, an entity or an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const [, attribute = '', content = ''] =
          /^<p title="([^]*)">([^]*)<\/p>$/u.exec(html`<p title="${text}">${text}</p>`.toString()) ?? [];
        return attribute === content && !/[<>"'`]|&(?!(?:amp|lt|gt|quot|#39|#96);)/u.test(content);
      }),
    );
  });
});
