/** `npm run test:coverage`: the tests of this package, which fail when they do not pass every line and every branch of it. */

import base from '../../jest.config.js';

// Coverage is counted by Jest's own runtime, which rewrites each module as it loads it.
const { runtime: _runtime, ...common } = base;

const all = { statements: 100, branches: 100, functions: 100, lines: 100 };

export default {
  ...common,
  testEnvironment: 'node',
  rootDir: '../..',
  roots: ['<rootDir>/packages/oauth-guard'],
  reporters: ['default'],
  collectCoverage: true,
  collectCoverageFrom: ['packages/oauth-guard/src/**/*.ts'],
  coverageReporters: ['text'],
  coverageThreshold: { global: all },
};
