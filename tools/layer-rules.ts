import { readFileSync } from 'node:fs';
import type { IForbiddenRuleType, IRegularForbiddenRuleType } from 'dependency-cruiser';

/** Modules from the top down: each may import what stands on a lower line, never its neighbours and never what is above. */
type Layers = readonly (readonly string[])[];

/** The authorization server from the top down. */
export const AUTHORIZATION_SERVER_LAYERS: Layers = [
  ['main.ts'],
  ['cli/'],
  ['app.ts'],
  ['admin-api.ts'],
  ['database.ts', 'open-delivery.ts', 'sweeper.ts', 'clock-watch.ts'],
  ['settings-views.ts'],
  ['browser/'],
  ['protocol/'],
  ['pages/', 'admin/', 'settings.ts'],
  ['settings-groups.ts'],
  ['directory/'],
  ['delivery/'],
  ['texts/', 'command-settings.ts'],
];

/** The same inside those of its folders that hold folders. */
export const FOLDER_LAYERS: Readonly<Record<string, Layers>> = {
  'browser/': [
    ['mount.ts'],
    ['browser.ts'],
    ['account/', 'recovery/', 'registration/', 'invitation/'],
    ['interaction/', 'upstream-test.ts'],
    ['password-link.ts'],
    ['upstream-callback.ts'],
    ['brands.ts', 'browser-cookie.ts', 'mailbox.ts', 'own-form.ts', 'refusals.ts', 'welcome.ts'],
  ],
  'protocol/': [
    ['protocol.ts'],
    ['live.ts'],
    ['provider.ts'],
    ['configuration.ts'],
    ['endpoints/', 'back-channel-logout.ts'],
    ['grants/'],
    ['engine/'],
    ['revocation-feed/'],
    ['keys/'],
  ],
  'directory/': [
    ['directory.ts', 'gathered.ts'],
    ['registry/'],
    ['operations/', 'checks/'],
    ['keys/'],
    ['unregistered/'],
    ['revocation/', 'clients/', 'connections/', 'statistics/'],
    ['resources/'],
    ['accounts/', 'audit/', 'throttle/'],
    ['operation-refused.ts', 'each-minute.ts'],
  ],
  'delivery/': [['delivery.ts'], ['traces.ts'], ['mail/', 'metrics.ts'], ['outbox.ts', 'outbound/'], ['failure.ts']],
};

/** What a package may import of its siblings; one that is not named here imports none. */
export const PACKAGE_LAYERS: Readonly<Record<string, readonly string[]>> = {
  config: [],
  'admin-client': [],
  logging: ['config'],
  tracing: ['config'],
  http: ['logging', 'config', 'tracing'],
  html: ['http'],
  'relying-party': ['http', 'logging'],
  database: ['tracing'],
  storage: ['database'],
  'oauth-guard': [],
};

/** All rules, as dependency-cruiser reads them. */
export const LAYER_RULES: readonly IForbiddenRuleType[] = [
  rule(
    'no-circles',
    'A circle, types included, means that two modules are one, or that a part of them belongs elsewhere.',
    {},
    { circular: true },
  ),
  rule('packages-below-apps', 'A package knows no program.', { path: '^packages/' }, { path: '^apps/' }),
  rule(
    'apps-apart',
    'Programs talk over the network, not by import. Only whole-product tests look into several.',
    { path: '^apps/([^/]+)/', pathNot: '^apps/quickstart/test/' },
    { path: '^apps/', pathNot: '^apps/$1/' },
  ),
  rule(
    'tests-stay-outside',
    'Code that runs in production imports no test part.',
    { path: '^(?:apps|packages)/[^/]+/src/', pathNot: '^packages/(?:testkit/|oauth-guard/src/testing)' },
    { path: ['^packages/testkit/', '/test/', '^certs/'], pathNot: '^certs/make\\.ts$' },
  ),
  rule(
    'certificates-by-the-quickstart',
    'Only `npm start` makes development certificates.',
    { path: '^(?:apps|packages)/[^/]+/src/', pathNot: '^(?:apps/quickstart|packages/testkit)/' },
    { path: '^certs/' },
  ),
  rule(
    'engine-files',
    "protocol/engine/: engine.ts, engine-steps.ts, engine-bearer.ts, engine-signing.ts and their contract test are the only modules that reach into the engine's own files.",
    {
      pathNot: [
        '^apps/authorization-server/(?:src|test)/protocol/engine/engine(?:-steps|-bearer|-signing|\\.test)?\\.ts$',
        'node_modules',
      ],
    },
    { path: 'node_modules/oidc-provider/(?!lib/index\\.js$|package\\.json$)' },
  ),
  rule(
    'sql-in-storage',
    'Only packages/database and packages/storage know SQL.',
    { path: '^(?:apps|packages)/[^/]+/src/', pathNot: '^packages/(?:database|storage|testkit)/' },
    { path: ['node_modules/(?:kysely|pg|better-sqlite3)/', '^(?:node:)?sqlite$'] },
  ),
  rule(
    'guard-needs-only-jose',
    'The published package has one dependency; Express is known to its own entry point alone.',
    { path: '^packages/oauth-guard/src/', pathNot: '/express\\.ts$' },
    { path: 'node_modules/', pathNot: 'node_modules/jose/' },
  ),
  ...packageLayers(),
  ...packageEntryPoints(),
  ...authorizationServerLayers(),
];

function packageLayers(): IForbiddenRuleType[] {
  return Object.entries(PACKAGE_LAYERS).map(([name, below]) =>
    rule(
      `packages-${name}`,
      below.length > 0 ? `${name} may use ${below.join(' and ')} of its siblings.` : `${name} uses no sibling.`,
      { path: `^packages/${name}/src/` },
      { path: '^packages/', pathNot: [`^packages/(?:${[name, ...below].join('|')})/`] },
    ),
  );
}

function packageEntryPoints(): IForbiddenRuleType[] {
  return [...Object.keys(PACKAGE_LAYERS), 'testkit'].map((name) =>
    rule(
      `entry-points-${name}`,
      'A package is used through its "exports"; the corpus of forged tokens is for every program\'s tests.',
      { pathNot: [`^packages/${name}/`, 'node_modules'] },
      {
        path: `^packages/${name}/`,
        pathNot: [...entryPoints(name), '^packages/oauth-guard/test/forgery/'],
      },
    ),
  );
}

/** The files that a package's "exports" name. */
function entryPoints(name: string): string[] {
  const manifest = readFileSync(new URL(`../packages/${name}/package.json`, import.meta.url), 'utf8');
  const { exports } = JSON.parse(manifest) as { exports: Readonly<Record<string, string>> };
  return Object.values(exports).map((file) => `^packages/${name}/${file.slice(2).replaceAll('.', '\\.')}$`);
}

function authorizationServerLayers(): IForbiddenRuleType[] {
  const base = '^apps/authorization-server/src/';
  return [
    ...layerRules(base, AUTHORIZATION_SERVER_LAYERS),
    ...Object.entries(FOLDER_LAYERS).flatMap(([folder, layers]) => layerRules(base + folder, layers)),
    rule(
      'engine-unknown-below',
      'What may be done to users and clients, and what is sent, does not depend on how a request came in.',
      { path: `${base}(?:directory|delivery|texts)/` },
      { path: 'node_modules/(?:@types/)?(?:express|oidc-provider|koa)/' },
    ),
    rule(
      'admin-through-directory',
      'The admin API does what the command line does: by the operations, never by writes of its own; of the stores it knows the types.',
      { path: `${base}admin/` },
      { path: '^packages/(?:storage|database)/', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'settings-in-one-place',
      'Modules get the fields they use; only the top reads the settings.',
      { path: base, pathNot: `${base}(?:main|app|admin-api|settings|settings-views)\\.ts$|${base}cli/` },
      { path: `${base}settings(?:-views)?\\.ts$` },
    ),
  ];
}

/** A rule for each module of these layers: below `base`, it imports only itself and what is below it. */
function layerRules(base: string, layers: Layers): IForbiddenRuleType[] {
  const escaped = layers.map((layer) => layer.map((module) => module.replaceAll('.', '\\.')));
  return escaped.flatMap((layer, height) =>
    layer.map((module) => {
      const allowed = [module, ...escaped.slice(height + 1).flat()];
      return rule(
        `layers-${module.replace(/\W+ts$|\/$/gu, '')}`,
        'The authorization server is built in layers: import only from below.',
        { path: base + module },
        { path: base, pathNot: allowed.map((below) => base + below) },
      );
    }),
  );
}

function rule(
  name: string,
  comment: string,
  from: IRegularForbiddenRuleType['from'],
  to: IRegularForbiddenRuleType['to'],
): IForbiddenRuleType {
  return { name, comment, severity: 'error', from, to };
}
