import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeSettings } from '@gatehouse/config';
import { rootDirectory } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { settingsDefinition as authorizationServer } from '../../../authorization-server/src/settings.ts';
import { settingsDefinition as gateway } from '../../../gateway/src/settings.ts';
import { settingsDefinition as resourceServer } from '../../../resource-server/src/settings.ts';
import { settingsDefinition as webApp } from '../../../web-app/src/settings.ts';

const known = new Set(
  [
    describeSettings(authorizationServer),
    describeSettings(resourceServer),
    describeSettings(gateway),
    describeSettings(webApp),
  ]
    .flat()
    .flatMap(({ env, secret }) => (secret ? [env, `${env}_FILE`] : [env])),
);
const documents = globSync(['*.md', 'docs/**/*.md', 'certs/*.md'], { cwd: rootDirectory });

describe('settings that documents name', () => {
  it.each(documents)('exist: %s', (file) => {
    const text = readFileSync(join(rootDirectory, file), 'utf8');
    const named = [...text.matchAll(/\b(?:GATEHOUSE|API|GATEWAY|WEB)_[A-Z][A-Z_]*[A-Z]\b/gu)].map(([name]) => name);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it('are looked for in documents that name some', () => {
    const texts = documents.map((file) => readFileSync(join(rootDirectory, file), 'utf8')).join();
    expect(texts).toContain('API_TLS_CERT_FILE');
  });
});
