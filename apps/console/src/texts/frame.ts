/** What stands on many pages: navigation, tables, forms, previews, errors. */
import { frame as ar } from './ar/frame.ts';
import { frame as de } from './de/frame.ts';
import { frame as en } from './en/frame.ts';
import { frame as es } from './es/frame.ts';
import { frame as fr } from './fr/frame.ts';
import { frame as ja } from './ja/frame.ts';
import { inLanguages } from './languages.ts';

export const frame = inLanguages(en, { de, es, fr, ja, ar });

/** In one language. */
export type FrameTexts = ReturnType<typeof frame>;
