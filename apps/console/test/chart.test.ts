import { describe, expect, it } from '@jest/globals';
import { chart, niceTop } from '../src/pages/chart.ts';
import { frame } from '../src/texts/frame.ts';

const times = [0, 3600, 7200].map((after) => 1_795_824_000 + after);
const drawn = (kind: 'line' | 'bar', values: readonly number[]) =>
  chart(frame('en'), 'en', { id: 'c', title: 'A <b>', kind, times, series: [{ label: 'x', values }] }).toString();

describe('a chart', () => {
  it.each([
    [1, 1],
    [3, 5],
    [7, 10],
    [10, 10],
    [11, 20],
    [480, 500],
  ])('for at most %d has an axis up to %d', (most, top) => {
    expect(niceTop(most)).toBe(top);
  });

  it('has every figure in its table too, and a title and a description for who cannot see it', () => {
    const text = drawn('line', [1, 2000, 3]);
    expect(text).toMatch(/<svg [^>]*role="img" aria-labelledby="c-title c-words"/u);
    expect(text).toContain('<title id="c-title">A &lt;b&gt;</title><desc id="c-words">x: 2,004</desc>');
    expect([...text.matchAll(/<td class="number">([^<]+)/gu)].map(([, figure]) => figure)).toEqual(['1', '2,000', '3']);
  });

  it.each(['line', 'bar'] as const)('of the kind %s is drawn where there are no figures', (kind) => {
    expect(drawn(kind, [])).not.toContain('NaN');
    expect(chart(frame('en'), 'en', { id: 'c', title: 'None', kind, times: [], series: [] }).toString()).not.toMatch(
      /NaN|Infinity/u,
    );
  });
});
