/** The guide to a new client, step by step, and the code of one that there is. */
import type { ConsolePage } from '../../visit.ts';
import { kindsPage } from './kinds.ts';
import { questionsPage } from './questions.ts';
import { readyCodePage } from './ready-code.ts';

export const newClientPages: readonly ConsolePage[] = [kindsPage, questionsPage, readyCodePage];
