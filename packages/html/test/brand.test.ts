import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type Branding, brandingFaults, brandOf, over } from '../src/brand/brand.ts';
import { contrast, contrastFaults, ownPalettes } from '../src/brand/colours.ts';
import { readLogo } from '../src/brand/logo.ts';
import { baseStyles } from '../src/styles.ts';

const svg = (source: string) => `data:image/svg+xml;base64,${Buffer.from(source).toString('base64')}`;
const shapes = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>';
const png = `data:image/png;base64,${Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  Buffer.alloc(17),
]).toString('base64')}`;
const messages = (branding: Branding) => brandingFaults(branding).map(({ message }) => message);
const cssOf = (branding: Branding) =>
  brandOf(branding, '/b', 'X')
    .assets.find(({ path }) => path.endsWith('.css'))
    ?.body.toString();

describe('colours of a brand', () => {
  it('are measured as WCAG 2.2 says', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.478, 3);
    expect(contrast('#17624f', '#17624f')).toBe(1);
  });

  it('our own can be read, and are those of the stylesheet', () => {
    const css = readFileSync(baseStyles[0] as URL, 'utf8');
    const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)');
    for (const [mode, part] of [
      ['light', light],
      ['dark', dark],
    ] as const) {
      expect(contrastFaults(ownPalettes[mode], mode)).toEqual([]);
      for (const [name, colour] of Object.entries(ownPalettes[mode])) expect(part).toContain(`--${name}: ${colour};`);
    }
  });

  it('WCAG 2.2 AA: a pair below 4.5:1 is refused, with the pair and both figures', () => {
    expect(messages({ colours: { light: { accent: '#ffcc00' } } })[0]).toBe(
      'accent #ffcc00 on surface #ffffff has a contrast of 1.51:1, but text needs 4.5:1',
    );
    expect(messages({ colours: { light: { ink: '#888888' } } }).join()).toContain('ink #888888 on surface');
    expect(messages({ colours: { light: { surface: '#202020' } } }).join()).toContain('colour of errors');
    expect(brandingFaults({ colours: { dark: { accent: '#101010' } } })[0]?.path).toEqual(['colours', 'dark']);
    expect(messages({ colours: { light: { accent: '#1a4fd6' } } })).toEqual([]);
  });

  it('an accent for light mode alone is made light enough for the dark', () => {
    for (const accent of ['#1a4fd6', '#8a1253', '#000000', '#5b3a00', '#0b6623']) {
      expect(messages({ colours: { light: { accent } } })).toEqual([]);
      expect(cssOf({ colours: { light: { accent } } })).toContain('@media (prefers-color-scheme:dark)');
    }
  });

  it('become a stylesheet of variables and nothing else; without colours and radius there is none', () => {
    const css = cssOf({ radius: 4, colours: { light: { accent: '#1a4fd6' } } }) ?? '';
    expect(css).toMatch(
      /^(?::root\{(?:--[\w-]+:(?:#[\da-f]{6}|\d+px);?)+\})+@media \(prefers-color-scheme:dark\)\{:root\{(?:--[\w-]+:#[\da-f]{6};)+\}\}$/u,
    );
    for (const [, name = ''] of css.matchAll(/--([\w-]+):/gu))
      expect(readFileSync(baseStyles[0] as URL, 'utf8')).toContain(`--${name}:`);
    expect(brandOf({ name: 'Northwind' }, '/b', 'X')).toEqual({ theme: { name: 'Northwind' }, assets: [] });
  });

  it('the brand of an application goes over that of all pages', () => {
    const both = over(
      {
        name: 'A',
        radius: 4,
        colours: { light: { accent: '#17624f', ink: '#111111' } },
        links: { terms: 'https://a.example' },
      },
      { name: 'B', colours: { light: { accent: '#1a4fd6' } }, links: { support: 'https://b.example' } },
    );
    expect(both).toEqual({
      name: 'B',
      radius: 4,
      colours: { light: { accent: '#1a4fd6', ink: '#111111' }, dark: {} },
      links: { terms: 'https://a.example', support: 'https://b.example' },
    });
  });
});

describe('the logo of a brand', () => {
  it('is a PNG or an SVG of shapes, under a path with a hash of its content', () => {
    expect(readLogo(png)).toMatchObject({ extension: 'png', contentType: 'image/png' });
    expect(readLogo(svg(shapes))).toMatchObject({ extension: 'svg', contentType: 'image/svg+xml' });
    expect(readLogo(svg(`<?xml version="1.0"?>\n${shapes}`))).toMatchObject({ extension: 'svg' });
    const { theme, assets } = brandOf({ logo: svg(shapes) }, '/assets/brand', 'X');
    expect(theme.logoUri).toMatch(/^\/assets\/brand\/[\w-]{16}\.svg$/u);
    expect(assets[0]?.path).toBe(theme.logoUri);
    expect(brandOf({ logo: svg(shapes.replace('8z', '4z')) }, '/assets/brand', 'X').theme.logoUri).not.toBe(
      theme.logoUri,
    );
  });

  it.each([
    ['a script', '<svg x=""><script>1</script></svg>'],
    ['an event attribute', '<svg x="" onload="1"></svg>'],
    ['an event attribute in capitals', '<svg x=""\nONLOAD="1"></svg>'],
    ['foreign elements', '<svg x=""><foreignObject/></svg>'],
    ['a link', '<svg x=""><a href="#x"/></svg>'],
    ['an address', '<svg x=""><use href="https://x.example/y#z"/></svg>'],
    ['an address by xlink', '<svg x=""><use xlink:href="//x.example/y"/></svg>'],
    ['an image', '<svg x=""><image href="#a"/></svg>'],
    ['a style', '<svg x=""><style>*{}</style></svg>'],
    ['an address in a value', '<svg x=""><path fill="url(https://x.example)"/></svg>'],
    ['animation', '<svg x=""><animate attributeName="href"/></svg>'],
    ['entities', '<!DOCTYPE svg [<!ENTITY a "b">]><svg x=""></svg>'],
    ['escaped characters', '<svg x=""><use href="&#104;ttps:"/></svg>'],
    ['CDATA', '<svg x=""><![CDATA[x]]></svg>'],
    ['a stylesheet', '<?xml-stylesheet href="x"?><svg x=""></svg>'],
    ['another document', '<html><svg x=""></svg></html>'],
  ])('AS-17: an SVG with %s is refused', (_, source) => {
    expect(typeof readLogo(svg(source))).toBe('string');
    expect(() => brandOf({ logo: svg(source) }, '/b', 'X')).toThrow(TypeError);
  });

  it('AS-17: nothing else is a logo', () => {
    for (const logo of [
      'https://x.example/logo.png',
      '/logo.png',
      'logo.gif',
      'data:text/html;base64,AAAA',
      'data:image/svg+xml,<svg/>',
      `data:image/png;base64,${Buffer.from('GIF89a').toString('base64')}`,
      `data:image/png;base64,${Buffer.alloc(70_000).toString('base64')}`,
    ]) {
      expect([logo.slice(0, 40), typeof readLogo(logo)]).toEqual([logo.slice(0, 40), 'string']);
    }
  });
});
