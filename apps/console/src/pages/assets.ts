import { asset, baseStyles, languageStyles } from '@gatehouse/html';

const own = [
  'frame',
  'controls',
  'data',
  'acts',
  'chart',
  'timeline',
  'guide',
  'course',
  'tabs',
  'overview',
  'screens',
].map((name) => new URL(`styles/${name}.css`, import.meta.url));

/** The one style sheet, under a path that changes with its content: it may be cached for ever. */
export const stylesheet = asset('console', 'css', [...baseStyles, ...languageStyles, ...own]);
