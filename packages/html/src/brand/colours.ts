/** Colours of a brand: what an operator may set, what follows from it, and whether users can read the result. */

/** `#rrggbb`, in lower case. */
export type Colour = string;

/** What a brand may set for one mode; the rest follows from it. */
export interface Palette {
  /** Buttons, links, focus. */
  readonly accent: Colour;
  /** Behind the sheet. */
  readonly canvas: Colour;
  /** The sheet. */
  readonly surface: Colour;
  readonly ink: Colour;
}

export type Mode = 'light' | 'dark';

/** The look without a brand; the same colours stand in styles/base.css. */
export const ownPalettes: Readonly<Record<Mode, Palette>> = {
  light: { accent: '#17624f', canvas: '#f3f4f0', surface: '#ffffff', ink: '#17211d' },
  dark: { accent: '#7bd3b8', canvas: '#0f1412', surface: '#181f1c', ink: '#e9eeeb' },
};

const dangers: Readonly<Record<Mode, Colour>> = { light: '#a32a1c', dark: '#ff9d90' };

/** WCAG 2.2, success criteria 1.4.3 (text) and 1.4.11 (borders of inputs). */
const textContrast = 4.5;
const shapeContrast = 3;

const channels = (colour: Colour): number[] => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast ratio of two colours, from 1 to 21 (WCAG 2.2). */
export function contrast(first: Colour, second: Colour): number {
  const [lighter = 0, darker = 0] = [luminance(first), luminance(second)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

/** `share` of the second colour in the first, from 0 to 1. */
function mix(first: Colour, second: Colour, share: number): Colour {
  const other = channels(second);
  const parts = channels(first).map((value, index) => Math.round(value + ((other[index] ?? 0) - value) * share));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** All colours of a mode that follow from a palette, by the names of the variables in styles/base.css. */
export type ModeColours = Readonly<
  Record<keyof Palette | 'on-accent' | 'ink-soft' | 'line' | 'line-control' | 'line-strong' | 'wash', Colour>
>;

export function variablesOf({ accent, canvas, surface, ink }: Palette): ModeColours {
  return {
    accent,
    'on-accent': contrast(accent, '#ffffff') >= textContrast ? '#ffffff' : '#000000',
    canvas,
    surface,
    ink,
    'ink-soft': mix(ink, surface, 0.27),
    line: mix(surface, ink, 0.13),
    'line-control': mix(surface, ink, 0.25),
    'line-strong': mix(surface, ink, 0.55),
    wash: mix(surface, accent, 0.08),
  };
}

/**
 * An accent for dark mode from that of light mode: the same hue, lighter until it can be read.
 */
export function lighten(accent: Colour, surface: Colour): Colour {
  let colour = accent;
  for (let step = 1; contrast(colour, mix(surface, colour, 0.08)) < textContrast + 1 && step <= 20; step += 1) {
    colour = mix(accent, '#ffffff', step / 20);
  }
  return colour;
}

/** Why users could not read a page in these colours, a sentence each; none when they can. */
export function contrastFaults(palette: Palette, mode: Mode): readonly string[] {
  const all = variablesOf(palette);
  const pairs: readonly (readonly [string, Colour, string, Colour, number])[] = [
    ['ink', palette.ink, 'surface', palette.surface, textContrast],
    ['ink', palette.ink, 'canvas', palette.canvas, textContrast],
    ['soft ink', all['ink-soft'], 'surface', palette.surface, textContrast],
    ['soft ink', all['ink-soft'], 'canvas', palette.canvas, textContrast],
    ['accent', palette.accent, 'surface', palette.surface, textContrast],
    ['accent', palette.accent, 'canvas', palette.canvas, textContrast],
    ['accent', palette.accent, 'wash of the accent', all.wash, textContrast],
    ['colour of errors', dangers[mode], 'surface', palette.surface, textContrast],
    ['border of inputs', all['line-strong'], 'surface', palette.surface, shapeContrast],
  ];
  return pairs.flatMap(([what, colour, where, ground, needed]) => {
    const found = contrast(colour, ground);
    if (found >= needed) return [];
    return `${what} ${colour} on ${where} ${ground} has a contrast of ${found.toFixed(2)}:1, but text needs ${needed}:1`;
  });
}

/** The declarations of a palette for a stylesheet. */
export const declarations = (palette: Palette): string =>
  Object.entries(variablesOf(palette))
    .map(([name, colour]) => `--${name}:${colour};`)
    .join('');
