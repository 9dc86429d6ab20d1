/**
 * Pages without scripts, for every application that shows some: the frame, forms, icons, dates, the operator's brand, the style
 * sheet, and which language a page is in. An application makes its `page` once with `createPage` and its texts, composes the body with
 * `html` of `@gatehouse/http/html`, and serves `styleSheet(…)` under its own path. Decisions and sentences are the applications'.
 */
export { type Asset, asset } from './assets.ts';
export { type Brand, type Branding, brandingFaults, brandOf, coloursOf, over } from './brand/brand.ts';
export type { ModeColours } from './brand/colours.ts';
export { readLogo } from './brand/logo.ts';
export { type ClientIdentity, clientMark, clientName, initials, monogram, webAddress } from './client.ts';
export {
  bareForm,
  cancelButton,
  errorSummary,
  type FormError,
  focus,
  hiddenInputs,
  invalid,
  isInputError,
} from './form.ts';
export {
  alert,
  arrow,
  back,
  chevron,
  clock,
  eye,
  gate,
  globe,
  key,
  letter,
  person,
  phone,
  plus,
  sheet,
  shield,
  tick,
} from './icons.ts';
export { createPage, type FrameTexts, gatehouseTheme, languageNames, type PageOptions, type Theme } from './layout.ts';
export { inLanguage, type LocalizedText } from './localized-text.ts';
export { qrCode } from './qr-code.ts';
export { deviceOf } from './request/device.ts';
export { field, fields } from './request/form-field.ts';
export {
  addressOf,
  createLanguageChoice,
  forgetChoice,
  type KnownWishes,
  type LanguageChoice,
  languagePath,
} from './request/language.ts';
export { allowOwnScript } from './request/script-policy.ts';
export type { Sentences } from './sentences.ts';
export { baseStyles, languageStyles, pageStyles, sharedStyles } from './styles.ts';
export { fill, fillPlain, type InLanguage, number, preferred } from './texts.ts';
export { titleOf } from './title.ts';
export { type AgoTexts, ago, ahead, moment } from './when.ts';
