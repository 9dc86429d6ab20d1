/** A brand: how an operator changes the look of the pages without templates. */
import { createHash } from 'node:crypto';
import type { Asset } from '../assets.ts';
import type { Theme } from '../layout.ts';
import {
  contrastFaults,
  declarations,
  lighten,
  type Mode,
  type ModeColours,
  ownPalettes,
  type Palette,
  variablesOf,
} from './colours.ts';
import { readLogo } from './logo.ts';

type Colours = { readonly [K in keyof Palette]: string | undefined };

/** What the registry says about a brand; everything may be left out. */
export interface Branding {
  readonly name?: string | undefined;
  /** A data: URI. */
  readonly logo?: string | undefined;
  readonly colours?:
    | { readonly light?: Partial<Colours> | undefined; readonly dark?: Partial<Colours> | undefined }
    | undefined;
  /** Of inputs and buttons, in CSS pixels. */
  readonly radius?: number | undefined;
  readonly links?:
    | {
        readonly terms?: string | undefined;
        readonly privacy?: string | undefined;
        readonly support?: string | undefined;
      }
    | undefined;
}

/** A brand as pages use it: what the frame shows, and the files that it needs. */
export interface Brand {
  readonly theme: Theme;
  readonly assets: readonly Asset[];
}

/** What there is of an object, without members that are undefined. */
const defined = <T extends object>(value: T | undefined): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(value ?? {}).filter(([, entry]) => entry !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };

/** The brand of an application over that of all pages. */
export function over(base: Branding, own: Branding): Branding {
  const mode = (name: Mode) => ({ ...defined(base.colours?.[name]), ...defined(own.colours?.[name]) });
  return {
    ...defined(base),
    ...defined(own),
    colours: { light: mode('light'), dark: mode('dark') },
    links: { ...defined(base.links), ...defined(own.links) },
  };
}

/** Both palettes, complete; an accent that is set for light mode alone is made lighter for the dark. */
function palettesOf({ colours }: Branding): Readonly<Record<Mode, Palette>> {
  const light: Palette = { ...ownPalettes.light, ...defined(colours?.light) };
  const dark: Palette = { ...ownPalettes.dark, ...defined(colours?.dark) };
  const accentOfLightOnly = colours?.light?.accent !== undefined && colours.dark?.accent === undefined;
  return { light, dark: accentOfLightOnly ? { ...dark, accent: lighten(light.accent, dark.surface) } : dark };
}

/** The colours of a brand in both modes, for documents that have no style sheet of ours. */
export function coloursOf(branding: Branding): Readonly<Record<Mode, ModeColours>> {
  const { light, dark } = palettesOf(branding);
  return { light: variablesOf(light), dark: variablesOf(dark) };
}

/** Where and why a brand is refused; none when it may be shown. */
export function brandingFaults(branding: Branding): readonly { readonly path: string[]; readonly message: string }[] {
  const logo = branding.logo === undefined ? undefined : readLogo(branding.logo);
  return [
    ...(typeof logo === 'string' ? [{ path: ['logo'], message: logo }] : []),
    ...Object.entries(palettesOf(branding)).flatMap(([mode, palette]) =>
      contrastFaults(palette, mode as Mode).map((message) => ({ path: ['colours', mode], message })),
    ),
  ];
}

function asset(folder: string, body: Buffer, extension: string, contentType: string): Asset {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 16);
  return { path: `${folder}/${hash}.${extension}`, body, etag: `"${hash}"`, contentType };
}

/**
 * The brand with its files under `folder`. A brand without colours and radius has no stylesheet.
 * @throws TypeError for a logo that `brandingFaults` refuses
 */
export function brandOf(branding: Branding, folder: string, nameWithout: string): Brand {
  const { name = nameWithout, logo, colours, radius, links } = branding;
  const image = logo === undefined ? undefined : readLogo(logo);
  if (typeof image === 'string') throw new TypeError(`the logo ${image}`);
  const logoAsset = image && asset(folder, image.body, image.extension, image.contentType);
  const coloured = Object.values(colours ?? {}).some((mode) => Object.keys(defined(mode)).length > 0);
  const { light, dark } = palettesOf(branding);
  const rules = [
    radius === undefined ? '' : `:root{--radius:${radius}px}`,
    coloured ? `:root{${declarations(light)}}@media (prefers-color-scheme:dark){:root{${declarations(dark)}}}` : '',
  ].join('');
  const sheet = rules === '' ? undefined : asset(folder, Buffer.from(rules), 'css', 'text/css; charset=utf-8');
  return {
    theme: { name, logoUri: logoAsset?.path, stylesheet: sheet?.path, links },
    assets: [logoAsset, sheet].filter((entry) => entry !== undefined),
  };
}
