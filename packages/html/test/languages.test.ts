import { describe, expect, it } from '@jest/globals';
import { preferred } from '../src/texts.ts';
import { ago, ahead } from '../src/when.ts';

const available = ['en', 'de', 'he', 'ko', 'pt', 'zh-Hans', 'zh-Hant'].map((language) => ({ language }));
const chosen = (...wishes: (string | undefined)[]) => preferred(available, wishes)?.language;

describe('the language for the tags that a reader wishes for', () => {
  it.each([
    ['zh zh-CN zh-SG zh-MY zh-Hans zh-Hans-HK cmn zh-Latn', 'zh-Hans'],
    ['zh-TW zh-HK zh-MO zh-Hant zh-Hant-TW zh-Hant-HK zh-hant-mo ZH-tw zh_TW', 'zh-Hant'],
    ['he he-IL iw iw-IL', 'he'],
    ['pt pt-BR pt-PT pt-AO', 'pt'],
    ['ko ko-KR ko-KP ko-Kore-KR', 'ko'],
    ['de de-AT de-CH-1996 de-Latn de_DE', 'de'],
  ])('%s: %s', (tags, language) => {
    for (const tag of tags.split(' ')) expect([tag, chosen(tag)]).toEqual([tag, language]);
  });

  it('is the first that there is, by weight within a list, and by list before weight', () => {
    expect(chosen('tlh zh-HK en')).toBe('zh-Hant');
    expect(chosen('en;q=0.5, zh-TW;q=0.8, zh;q=0.7')).toBe('zh-Hant');
    expect(chosen('zh-TW;q=0, ko;q=0.1')).toBe('ko');
    expect(chosen(undefined, '', 'pt-BR;q=0.1', 'de')).toBe('pt');
    expect(chosen('tlh', 'fy')).toBeUndefined();
  });

  it('what is no tag asks for nothing, and throws nothing', () => {
    const noTags = ['*', '-', '_', 'x-foo', 'i-hak', 'zz-%%', '{}', '\0', '__proto__', '-zh', 'a'.repeat(9000)];
    for (const tag of noTags) expect([tag, chosen(tag)]).toEqual([tag, undefined]);
    expect(chosen(noTags.join(' '), 'iw')).toBe('he');
    expect(chosen('de-%%')).toBe('de');
    expect(chosen('zh-%%')).toBe('zh-Hans');
  });
});

const hebrew = { language: 'he', justNow: 'ממש עכשיו' };
const saidOf = (at: number) =>
  (at < 0 ? ago : ahead)(hebrew, 1_000_000 + at, 1_000_000)
    .toString()
    .replaceAll(/<[^>]+>/gu, '');

it('moments are said in words alone', () => {
  expect([-5, -60, -3600, -7200, -180].map(saidOf)).toEqual([
    'ממש עכשיו',
    'לפני דקה',
    'לפני שעה',
    'לפני שעתיים',
    'לפני 3 דקות',
  ]);
  expect([86_400, 2_592_000].map(saidOf)).toEqual(['בעוד יום', 'בעוד 30 ימים']);
});
