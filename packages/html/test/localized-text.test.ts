import { describe, expect, it } from '@jest/globals';
import { inLanguage } from '../src/localized-text.ts';

describe('a text by language', () => {
  const text = { fr: 'F', 'pt-PT': 'PT', 'pt-BR': 'BR', 'zh-TW': 'TW', en: 'E', de: 'D' };

  it('is the one in the language of the page, by country and script', () => {
    const shown = ['de', 'fr', 'pt', 'pt-PT', 'pt-AO', 'zh-Hant', 'de-CH', 'DE'].map((tag) => inLanguage(text, tag));
    expect(shown).toEqual(['D', 'F', 'BR', 'PT', 'PT', 'TW', 'D', 'D']);
  });

  it('is English where there is none, else the first, and never one in another script', () => {
    expect([inLanguage(text, 'ja'), inLanguage(text, 'zh-Hans')]).toEqual(['E', 'E']);
    expect(inLanguage({ 'en-GB': 'G', fr: 'F' }, 'ja')).toBe('G');
    expect(inLanguage({ 'zh-Hant': 'T', fr: 'F' }, 'zh-Hans')).toBe('T');
    expect(inLanguage({ fr: 'F', de: 'D' }, 'ja')).toBe('F');
  });

  it('is itself where it is one for all', () => {
    expect(inLanguage('Orders', 'de')).toBe('Orders');
  });
});
