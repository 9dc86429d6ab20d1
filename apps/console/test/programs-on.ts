/** The programs that a page of the console shows, as a reader copies them. */
import type { Framework } from '@gatehouse/admin-client/snippets';

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#96;': '`',
  '&amp;': '&',
};
const textOf = (escaped: string): string =>
  escaped.replaceAll(/&(?:lt|gt|quot|amp|#39|#96);/gu, (found) => entities[found]!);

interface Program {
  readonly files: { readonly name: string; readonly text: string }[];
  readonly commands: string[];
}

/** @param page its HTML */
export function programsOn(page: string): Map<Framework, Program> {
  const parts = page.split('data-program="').slice(1);
  return new Map(
    parts.map((part) => {
      const files = [...part.matchAll(/data-file="([^"]+)">.*?<code>(.*?)<\/code>/gsu)];
      const commands = /data-commands>.*?<code>(.*?)<\/code>/su.exec(part)?.[1];
      return [
        part.slice(0, part.indexOf('"')) as Framework,
        {
          files: files.map(([, name = '', text = '']) => ({ name: textOf(name), text: textOf(text) })),
          commands: commands === undefined ? [] : textOf(commands).split('\n'),
        },
      ];
    }),
  );
}
