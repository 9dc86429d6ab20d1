if (!process.features.typescript) {
  throw new Error(
    `The tests need Node.js 24 or later, this is ${process.version}. "npm ci" brings it, "npm test" uses it.`,
  );
}

export default {
  testEnvironment: 'node',
  transform: {},
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  testMatch: ['<rootDir>/{apps,packages}/*/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/packages/oauth-guard/dist'],
  maxWorkers: 2,
  workerIdleMemoryLimit: '768MB',
  testTimeout: 30_000,
  reporters: ['default', '<rootDir>/packages/testkit/src/reporter.ts'],
  collectCoverageFrom: ['{apps,packages}/*/src/**/*.ts', '!**/main.ts'],
  coverageProvider: 'babel',
};
