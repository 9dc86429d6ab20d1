/** The example application of each framework: what is installed, the code of README.md that protects it, and how it is started. */

import { toCommonJs } from './commonjs.ts';

/** How an application's modules are written. */
export type Format = 'ESM' | 'CommonJS';

/** One framework's application. */
export interface Application {
  /** Beside oauth-guard, as somebody installs them. */
  readonly packages: readonly string[];
  readonly formats: readonly Format[];
  /** The files of the project by their paths, made of the block of README.md with this application's name. */
  files(shown: string, format: Format): Readonly<Record<string, string>>;
  /** Run once the files are there, by names in `node_modules`. */
  readonly build?: readonly string[];
  /** Parameters of Node that start it on a port; it prints a line when it listens. */
  start(port: number): readonly string[];
  /** Brings hundreds of megabytes: not among the quick ones. */
  readonly large?: true;
  /** The block of README.md, where it does not have the application's name. */
  readonly block?: string;
}

/** An application whose block exports `createApp(issuers)`. */
function listening(packages: readonly string[], start: string, block?: string): Application {
  const server = `import { createApp } from './app.js';\n${start}\n`;
  return {
    packages,
    formats: ['ESM', 'CommonJS'],
    ...(block === undefined ? {} : { block }),
    files: (shown, format) =>
      format === 'ESM'
        ? { 'app.js': shown, 'server.js': server }
        : { 'app.js': toCommonJs(shown), 'server.js': toCommonJs(server) },
    start: (port) => ['server.js', String(port)],
  };
}

const NODE_SERVER =
  "createApp(process.env.ISSUER).listen(Number(process.argv[2]), '127.0.0.1', () => console.log('ready'));";

/** NestJS over one of its platforms: two files of a new project beside the block, compiled as `nest build` does. */
function nest(platform: string, adapter: string, major: number): Application {
  return {
    packages: [
      ...['@nestjs/common', '@nestjs/core', platform].map((name) => `${name}@${major}`),
      'reflect-metadata@0',
      'rxjs@7',
      'typescript@5',
      '@types/node@24',
    ],
    formats: ['ESM', 'CommonJS'],
    block: 'nestjs',
    files: (shown, format) => ({
      'src/orders.controller.ts': shown.replace("'https://login.example.com'", 'process.env.ISSUER as string'),
      'src/app.module.ts': `import { Module } from '@nestjs/common';
import { OrdersController } from './orders.controller.js';

@Module({ controllers: [OrdersController] })
export class AppModule {}
`,
      'src/main.ts': `import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { ${adapter} } from '${platform}';
import { AppModule } from './app.module.js';

async function bootstrap() {
  const app = await NestFactory.create(AppModule, new ${adapter}(), { logger: ['error'] });
  await app.listen(Number(process.argv[2]), '127.0.0.1');
  console.log('ready');
}
void bootstrap();
`,
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          module: 'nodenext',
          target: 'es2023',
          strict: true,
          experimentalDecorators: true,
          emitDecoratorMetadata: true,
          skipLibCheck: true,
          types: ['node'],
          rootDir: 'src',
          outDir: 'dist',
        },
        include: ['src'],
      }),
      'package.json': JSON.stringify({ type: format === 'ESM' ? 'module' : 'commonjs' }),
    }),
    build: ['typescript/bin/tsc'],
    start: (port) => ['dist/main.js', String(port)],
  };
}

/** By their names; of one major version each, so that nothing changes here by itself. */
export const APPLICATIONS: Readonly<Record<string, Application>> = {
  'express-4': listening(['express@4'], NODE_SERVER, 'app.js'),
  'express-5': listening(['express@5'], NODE_SERVER, 'app.js'),
  fastify: listening(
    ['fastify@5'],
    "createApp(process.env.ISSUER).listen({ port: Number(process.argv[2]), host: '127.0.0.1' }, () => console.log('ready'));",
  ),
  hono: listening(
    ['hono@4', '@hono/node-server@2'],
    `import { serve } from '@hono/node-server';
serve({ fetch: createApp(process.env.ISSUER).fetch, port: Number(process.argv[2]), hostname: '127.0.0.1' }, () => console.log('ready'));`,
  ),
  koa: listening(['koa@3'], NODE_SERVER),
  'nestjs-express': nest('@nestjs/platform-express', 'ExpressAdapter', 11),
  'nestjs-fastify': nest('@nestjs/platform-fastify', 'FastifyAdapter', 12),
  next: {
    packages: ['next@16', 'react@19', 'react-dom@19'],
    large: true,
    formats: ['ESM'],
    files: (shown) => ({
      'app/orders/route.js': shown.replace("'https://login.example.com'", 'process.env.ISSUER'),
      'app/layout.js': 'export default ({ children }) => <html lang="en"><body>{children}</body></html>;\n',
      'app/page.js': 'export default () => <h1>Hello, Next.js!</h1>;\n',
    }),
    build: ['next/dist/bin/next', 'build'],
    start: (port) => ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', String(port)],
  },
};
