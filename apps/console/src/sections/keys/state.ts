/** Which of the three a key is. */
import type { SafeHtml } from '@gatehouse/http/html';
import { badge } from '../../pages/facts.ts';
import { keys as texts } from '../../texts/keys.ts';
import type { Visit } from '../../visit.ts';

/** The state in one word. */
export function stateBadge({ language }: Pick<Visit, 'language'>, state: string): SafeHtml {
  const { states } = texts(language);
  if (!Object.hasOwn(states, state)) return badge('plain', state);
  return badge(state === 'current' ? 'good' : 'plain', states[state as keyof typeof states]);
}
