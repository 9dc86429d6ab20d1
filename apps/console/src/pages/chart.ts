/**
 * Figures over time: lines or bars as inline SVG, and the same figures as a table below it. Colours are CSS variables, so they follow
 * light and dark; lines also differ by their dashes, so that colour is not needed to tell them apart.
 */
import { number } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import type { FrameTexts } from '../texts/frame.ts';
import type { Language } from '../texts/languages.ts';

/** One line, or the bars of one colour. */
export interface Series {
  readonly label: string;
  /** A value for each of `times`. */
  readonly values: readonly number[];
}

/** What a chart shows. */
export interface ChartOptions {
  readonly id: string;
  readonly title: string;
  /** What is to be seen, in a sentence, for who cannot see it. */
  readonly description?: string | undefined;
  readonly kind: 'line' | 'bar';
  /** Begin of each interval, seconds since 1970. */
  readonly times: readonly number[];
  /** Four at most. */
  readonly series: readonly Series[];
}

const width = 640;
const height = 200;
const inset = { right: 8, top: 16, bottom: 30 };
const plotHeight = height - inset.top - inset.bottom;
/** A character of a tick on a phone, where ticks are largest. */
const characterWidth = 11;

/** Where the plot begins: beside the longest figure of its axis. */
interface Plot {
  readonly left: number;
  readonly width: number;
  readonly top: number;
}

function plotOf(language: Language, top: number): Plot {
  const left = 14 + number({ language }, top).length * characterWidth;
  return { left, width: width - left - inset.right, top };
}

/** `<figure class="chart">` with `<svg role="img">` and `<details>` that hold the table. */
export function chart(text: FrameTexts, language: Language, options: ChartOptions): SafeHtml {
  const { id, title, description, kind, times, series } = options;
  const plot = plotOf(language, niceTop(Math.max(1, ...series.flatMap(({ values }) => values))));
  const words = description ?? series.map((one) => `${one.label}: ${number({ language }, sum(one.values))}`).join(', ');
  const drawn = series.map((one, index) =>
    kind === 'line' ? line(one, index, plot) : bars(one, index, series.length, plot),
  );
  return html`<figure class="chart" id="${id}"><figcaption>${title}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-words" preserveAspectRatio="xMidYMid meet"><title id="${id}-title">${title}</title><desc id="${id}-words">${words}</desc>
${axes(language, plot, times)}${drawn}</svg>
${series.length < 2 ? '' : html`<ul class="legend">${series.map((one, index) => html`<li class="series-${index}"><svg viewBox="0 0 24 8" width="24" height="8" aria-hidden="true"><path class="line" d="M0 4h24"/></svg>${one.label}</li>`)}</ul>`}
<details><summary>${text.chart.asTable}</summary><div class="scroll" tabindex="0" role="group" aria-label="${title}"><table><thead><tr><th scope="col">${text.chart.time}</th>${series.map((one) => html`<th scope="col" class="number">${one.label}</th>`)}</tr></thead><tbody>${times.map(
    (time, at) =>
      html`<tr><th scope="row"><time datetime="${new Date(time * 1000).toISOString()}">${labelOf(language, time, times)}</time></th>${series.map((one) => html`<td class="number">${number({ language }, one.values[at] ?? 0)}</td>`)}</tr>`,
  )}</tbody></table></div></details></figure>`;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The least of 1, 2, 5, 10, 20, 50, … that is not below, so that the axis has round figures. */
export function niceTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 5, 10].find((step) => step * power >= most) ?? 10) * power;
}

const x = (at: number, count: number, plot: Plot): number =>
  plot.left + (count < 2 ? plot.width / 2 : (at / (count - 1)) * plot.width);
const y = (value: number, { top }: Plot): number => inset.top + plotHeight - (value / top) * plotHeight;
const round = (value: number): number => Math.round(value * 10) / 10;

function line({ values }: Series, index: number, plot: Plot): SafeHtml {
  const points = values.map(
    (value, at) => `${at === 0 ? 'M' : 'L'}${round(x(at, values.length, plot))} ${round(y(value, plot))}`,
  );
  return html`<path class="line series-${index}" d="${points.join('')}"/>`;
}

function bars({ values }: Series, index: number, count: number, plot: Plot): SafeHtml {
  const slot = plot.width / Math.max(1, values.length);
  const wide = Math.max(1, (slot * 0.8) / count);
  const shapes = values.map((value, at) => {
    const from = plot.left + slot * (at + 0.1) + wide * index;
    return value === 0
      ? ''
      : `M${round(from)} ${round(y(0, plot))}V${round(y(value, plot))}h${round(wide)}V${round(y(0, plot))}z`;
  });
  return html`<path class="bar series-${index}" d="${shapes.join('')}"/>`;
}

function axes(language: Language, plot: Plot, times: readonly number[]): SafeHtml {
  // There is no half of what is counted.
  const figures = [0, plot.top / 2, plot.top].filter(Number.isInteger);
  const lines = figures.map((figure) => {
    const at = round(y(figure, plot));
    return html`<path class="grid" d="M${plot.left} ${at}H${width - inset.right}"/><text class="tick" x="${plot.left - 6}" y="${at + 4}" text-anchor="end">${number({ language }, figure)}</text>`;
  });
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return html`${lines}`;
  return html`${lines}<text class="tick" x="${plot.left}" y="${height - 6}">${labelOf(language, first, times)}</text><text class="tick" x="${width - inset.right}" y="${height - 6}" text-anchor="end">${labelOf(language, last, times)}</text>`;
}

/** Hours of a day, else days; UTC, since the server does not know the user's time zone. */
function labelOf(language: Language, time: number, times: readonly number[]): string {
  const step = (times[1] ?? time) - (times[0] ?? time);
  const format: Intl.DateTimeFormatOptions =
    step >= 86_400
      ? { day: 'numeric', month: 'short' }
      : { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' };
  return new Intl.DateTimeFormat(language, { ...format, timeZone: 'UTC' }).format(time * 1000);
}
