#!/usr/bin/env node
if (!process.features.typescript) {
  process.stderr.write(
    `gatehouse needs Node.js 24 or later, this is ${process.version}. Run it as "npx gatehouse": the project brings its own Node.js.\n`,
  );
  process.exit(1);
}
await import('../src/cli/main.ts');
