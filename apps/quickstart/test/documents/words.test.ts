import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeSettings } from '@gatehouse/config';
import { rootDirectory } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { registryJsonSchema } from '../../../authorization-server/src/directory/registry/json-schema.ts';
import { settingsDefinition as authorizationServer } from '../../../authorization-server/src/settings.ts';
import { settingsDefinition as consoleApp } from '../../../console/src/settings.ts';
import { settingsDefinition as gateway } from '../../../gateway/src/settings.ts';
import { settingsDefinition as resourceServer } from '../../../resource-server/src/settings.ts';
import { settingsDefinition as webApp } from '../../../web-app/src/settings.ts';
import { settingsDefinition as worker } from '../../../worker/src/settings.ts';
import { settingsDefinition as quickstart } from '../../src/settings.ts';

/** Words that readers from the field do not search for, and what is written instead. */
const instead: readonly (readonly [RegExp, string])[] = [
  [/\b(?:people|persons?)\b/iu, 'user'],
  [/\bprograms?\b/iu, 'service, application, client or script'],
  [/(?<!Front )\bdoors?\b/iu, 'entry point'],
  [/\b(?:floors|rooms)\b/iu, 'layers, modules'],
  [/(?<!round )\btrips?\b/iu, 'request'],
  [/\b(?:re)?seal(?:s|ed|ing)?\b/iu, 'encrypt'],
  [/\bstolen\b/iu, 'breached'],
  [/\bwhoever\b/iu, 'users who, clients that'],
  [/\bunless told\b/iu, 'by default'],
  [/\b(?:dies?|lives)\b/iu, 'expires, is revoked'],
];

const found = (text: string): string[] =>
  instead.flatMap(([word, better]) => {
    const hit = word.exec(text);
    return hit ? [`"${text.slice(Math.max(0, hit.index - 20), hit.index + 40).trim()}": say ${better}`] : [];
  });

/** What a document says itself: code, names of files and addresses are not its words. */
const prose = (text: string) =>
  text
    .replaceAll(/^(?<fence>`{3,}).*?^\k<fence>/gmsu, '')
    .replaceAll(/`[^`\n]*`/gu, '')
    // What pages say, quoted in a cell of a table.
    .replaceAll(/“[^|\n]*”/gu, '')
    .replaceAll(/\]\([^)]*\)/gu, ']');

const documents = globSync(['*.md', 'docs/**/*.md', 'certs/*.md', 'examples/**/*.md', 'deploy/**/*.md'], {
  cwd: rootDirectory,
  exclude: (file) => file.includes('node_modules'),
}).filter((file) => file !== 'CHANGELOG.md');

/** Every `description` of a JSON Schema. */
function descriptions(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === 'description' && typeof value === 'string' ? [value] : descriptions(value),
  );
}

describe('words of the field', () => {
  it.each(documents)('in %s', (file) => {
    expect(found(prose(readFileSync(join(rootDirectory, file), 'utf8')))).toEqual([]);
  });

  it('in what settings and the registry say of themselves', () => {
    const settings = [
      describeSettings(authorizationServer),
      describeSettings(gateway),
      describeSettings(resourceServer),
      describeSettings(webApp),
      describeSettings(consoleApp),
      describeSettings(worker),
      describeSettings(quickstart),
    ].flat();
    const texts = [...settings.map(({ meaning }) => meaning ?? ''), ...descriptions(registryJsonSchema())];
    expect(texts.length).toBeGreaterThan(150);
    expect(texts.flatMap((text) => found(text.replaceAll(/`[^`]*`|people\.\w+/gu, '')))).toEqual([]);
  });

  it('that readers search for stand in headings', () => {
    const headings = documents.flatMap((file) =>
      [...readFileSync(join(rootDirectory, file), 'utf8').matchAll(/^#+ (.*)$/gmu)].map(([, heading = '']) => heading),
    );
    const searched = 'MFA RBAC SSRF CORS HSM Vault SSO consent PostgreSQL SMTP Prometheus audit backup passkeys'.split(
      ' ',
    );
    const all = headings.join('\n').toLowerCase();
    expect([...searched, 'brute force', 'single sign-out'].filter((word) => !all.includes(word.toLowerCase()))).toEqual(
      [],
    );
  });

  it('are looked for in prose, not in code', () => {
    expect(found(prose('Whoever `people:` [a](rooms.md)\n```\nperson\n```\n'))).toEqual([
      '"Whoever  [a]": say users who, clients that',
    ]);
    expect(found('one round trip')).toEqual([]);
    expect(found('the trip, and a sealed door')).toHaveLength(3);
  });
});
