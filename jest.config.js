if (!process.features.typescript) {
  throw new Error(
    `The tests need Node.js 24 or later, this is ${process.version}. "npm ci" brings it, "npm test" uses it.`,
  );
}

export default {
  testEnvironment: '<rootDir>/packages/testkit/src/in-process/environment.ts',
  runtime: '<rootDir>/packages/testkit/src/in-process/runtime.ts',
  transform: {},
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  testMatch: ['<rootDir>/{apps,packages}/*/test/**/*.test.ts', '<rootDir>/tools/test/**/*.test.ts'],
  // What judges a duration or a statistic runs alone: npm run test:timing (timing.config.js).
  // What needs a cluster of databases takes minutes: npm run test:database-cluster (cluster.config.js).
  testPathIgnorePatterns: ['/node_modules/', String.raw`\.(?:cluster|timing)\.test\.ts$`],
  modulePathIgnorePatterns: ['<rootDir>/packages/oauth-guard/dist'],
  // One more than the cores of a small machine: many tests wait for a time to pass, which costs no processor.
  maxWorkers: 3,
  workerIdleMemoryLimit: '768MB',
  // A test that hangs fails; one on a slow and busy machine, where the longest take minutes, does not.
  testTimeout: 600_000,
  globalSetup: '<rootDir>/packages/testkit/src/shared-by-a-run.ts',
  testSequencer: '<rootDir>/packages/testkit/src/sequencer.ts',
  reporters: ['default', '<rootDir>/packages/testkit/src/reporter.ts'],
  collectCoverageFrom: ['{apps,packages}/*/src/**/*.ts', '!**/main.ts'],
  coverageProvider: 'babel',
};
