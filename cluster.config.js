/** `npm run test:database-cluster`: the tests that bring up a cluster of databases, one after the other. */
import base from './jest.config.js';

export default {
  ...base,
  testMatch: ['<rootDir>/{apps,packages}/*/test/**/*.cluster.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 300_000,
  maxWorkers: 1,
  reporters: ['default'],
};
