/** The registry's `branding`: for all pages, and for those of one application. */
import { z } from 'zod';

const colour = z
  .string()
  .regex(/^#[\da-f]{6}$/iu, { error: 'must be a colour like #17624f', abort: true })
  .toLowerCase();
const palette = z.strictObject({
  accent: colour.optional().describe('Buttons, links and focus'),
  canvas: colour.optional().describe('Behind the sheet'),
  surface: colour.optional().describe('The sheet'),
  ink: colour.optional().describe('Text'),
});
const link = z.url({ protocol: /^https$/u }).optional();

/** The shape; whether users can read the colours is checked for the whole registry, see schema.ts. */
export const branding = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(60)
      .optional()
      .describe('What the server is called on pages, in mails and by authenticator apps; else its host'),
    logo: z
      .string()
      .optional()
      .describe('A PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most, without scripts'),
    colours: z
      .strictObject({
        light: palette.optional().describe('In the light colour scheme'),
        dark: palette.optional().describe('In the dark colour scheme'),
      })
      .optional()
      .describe('Refused when text in them has a contrast below 4.5:1'),
    radius: z.int().min(0).max(24).optional().describe('Of inputs and buttons, in pixels'),
    links: z
      .strictObject({
        terms: link.describe('Terms of use'),
        privacy: link.describe('Privacy policy'),
        support: link.describe('Where users get help'),
      })
      .optional()
      .describe('At the foot of the pages'),
  })
  .describe('The look of the pages');
