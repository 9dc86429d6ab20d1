/** The style sheets, a subject each; an application joins those that it needs into one asset, in this order. */
const file = (name: string): URL => new URL(`styles/${name}.css`, import.meta.url);

/** Colours, sizes and fonts, light and dark: for an application with a look of its own over them. */
export const baseStyles: readonly URL[] = [file('base')];

/** Fonts and lines of the languages that need their own. */
export const languageStyles: readonly URL[] = [file('languages')];

/** Frame and forms over that: for an application whose pages look like Gatehouse's and have parts of their own. */
export const pageStyles: readonly URL[] = [...baseStyles, ...['frame', 'form', 'buttons'].map(file), ...languageStyles];

/** The whole look of Gatehouse's pages. */
export const sharedStyles: readonly URL[] = [
  ...pageStyles,
  ...['consent', 'steps', 'account', 'errors', 'screens'].map(file),
];
