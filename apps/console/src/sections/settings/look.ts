/** GET /settings/look: the look of all pages. */
import { type components, seenOf } from '@gatehouse/admin-client';
import { fillPlain, number } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { code, facts, part } from '../../pages/facts.ts';
import { policies as texts } from '../../texts/policies.ts';
import type { ConsolePage, Visit } from '../../visit.ts';
import { pathOf, settingsTabs } from './settings-tabs.ts';

/** As the API answers it. */
export type Look = components['schemas']['Branding'];

export const modes = ['light', 'dark'] as const;
export const colourNames = ['accent', 'canvas', 'surface', 'ink'] as const;
export const linkNames = ['terms', 'privacy', 'support'] as const;

/** The look, with its version. */
export async function readLook(visit: Visit): Promise<{ readonly look: Look; readonly etag: string }> {
  const { seen, etag } = seenOf(await visit.api.GET('/policies/branding'));
  return { look: seen, etag };
}

export const lookPage: ConsolePage = {
  path: pathOf('look'),
  scope: 'settings:read',
  async show(visit) {
    const words = texts(visit.language);
    const { look } = await readLook(visit);
    const edit = visit.may('config:apply')
      ? html`<a class="button quiet" id="edit" href="${pathOf('look')}/edit">${words.edit}</a>`
      : undefined;
    const body = html`${settingsTabs(visit, 'look')}<p class="soft intro">${words.lookIntro}</p>${known(visit, look)}`;
    return { title: words.look, body, actions: edit };
  },
};

function known(visit: Visit, look: Look): SafeHtml {
  const words = texts(visit.language);
  const usual = html`<span class="soft">${words.usual}</span>`;
  const colours = modes.map((mode) =>
    part(
      words[mode],
      facts(colourNames.map((name) => [words[name], swatch(look.colours?.[mode]?.[name]) ?? usual] as const)),
    ),
  );
  const general = facts([
    [words.name, look.name ?? usual],
    [words.logo, logoInWords(visit, look.logo) ?? usual],
    [words.radius, look.radius === undefined ? usual : number(visit, look.radius)],
    ...linkNames.map((name) => [words[name], code(look.links?.[name])] as const),
  ]);
  return html`${part(words.look, general)}<div class="columns">${colours}</div>`;
}

/** The colour beside its code. */
const swatch = (colour: string | undefined): SafeHtml | undefined =>
  colour === undefined
    ? undefined
    : html`<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" rx="2" fill="${colour}"/></svg> ${code(colour)}`;

/** What kind of image it is and how large: the pages of the console load no images. */
function logoInWords(visit: Visit, logo: string | undefined): string | undefined {
  if (logo === undefined) return undefined;
  const kind = logo.startsWith('data:image/png') ? 'PNG' : 'SVG';
  return fillPlain(texts(visit.language).logoSize, {
    kind,
    size: number(visit, Math.ceil((logo.length * 3) / 4 / 1024)),
  });
}
