/** Advice of the server that names a command, which the console does itself: the way there stands instead of the command. */
import { html, type SafeHtml } from '@gatehouse/http/html';
import { connections as texts } from '../../texts/connections.ts';
import type { Visit } from '../../visit.ts';
import { addressOf, secretPartId } from './connection.ts';

const command = /[:;]? *\(?"gatehouse connections (secret|test) ([\w-]+)"[^):;]*\)?/gu;

/** `NAME` stands for one of several. */
function placeOf(act: string, name: string): string {
  if (name === 'NAME') return '/connections';
  return `${addressOf(name)}#${act === 'secret' ? secretPartId : 'tests'}`;
}

/** As the server says it, in English; the links are in the reader's language. */
export function adviceIn(visit: Visit, advice: string): SafeHtml {
  if (!visit.may('connections:read')) return html`${advice}`;
  const { language } = visit;
  const words = texts(language);
  const links = [...advice.matchAll(command)].map(
    ([, act = '', name = '']) =>
      html` <a href="${placeOf(act, name)}" lang="${language}" dir="auto">${act === 'secret' ? words.setSecret : words.test}</a>`,
  );
  return html`${advice.replaceAll(command, '')}${links.slice(0, 1)}`;
}
