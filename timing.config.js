/** `npm run test:timing`: every test that judges a duration or a statistic, one after the other on a machine that is left alone. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import base from './jest.config.js';

process.env.GATEHOUSE_JUDGE_TIMES = '1';

const root = import.meta.dirname;
const judging = globSync('{apps,packages}/*/test/**/*.test.ts', { cwd: root }).filter(
  (file) =>
    file.endsWith('.timing.test.ts') ||
    /\b(?:expectWithin|timesAreJudged)\b/u.test(readFileSync(join(root, file), 'utf8')),
);

export default {
  ...base,
  testMatch: judging.map((file) => `<rootDir>/${file}`),
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
  reporters: ['default'],
};
