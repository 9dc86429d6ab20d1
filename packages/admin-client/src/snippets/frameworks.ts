/** The frameworks that there is a program for: what it is made of, and how it is run. */
import type { ClientKind } from './kinds.ts';

interface FrameworkRow {
  /** What people call it; the same in every language. */
  readonly title: string;
  /** Kinds of clients that it is for, the usual one first. */
  readonly kinds: readonly [ClientKind, ...ClientKind[]];
  /** In the folder of `examples/` that is named as the framework. */
  readonly files: readonly string[];
  /** `npm`: what its package.json names. */
  readonly install?: 'npm' | readonly string[];
  /** Commands that make it trust an authority; the file comes quoted for a shell. */
  readonly trust: (file: string) => readonly string[];
  readonly run: (redirectUri: string | undefined) => readonly string[];
}

const nodeTrust = (file: string) => [`export NODE_EXTRA_CA_CERTS=${file}`];
const pythonTrust = (file: string) => [`export REQUESTS_CA_BUNDLE=${file}`];
const goTrust = (file: string) => [`export SSL_CERT_FILE=${file}`];
const curlTrust = (file: string) => [`export CURL_CA_BUNDLE=${file}`];
const javaTrust = (file: string) => [
  `keytool -importcert -noprompt -alias gatehouse -file ${file} -keystore trust.p12 -storepass changeit`,
  'export JAVA_TOOL_OPTIONS="-Djavax.net.ssl.trustStore=$PWD/trust.p12 -Djavax.net.ssl.trustStorePassword=changeit"',
];
const pipInstall = (packages: string) => ['python3 -m venv .venv', `.venv/bin/pip install ${packages}`];
const phoneTrust = (file: string) => [
  `# Install ${file} on the device or emulator as a trusted certificate authority.`,
];
const portOf = (uri: string | undefined) => (uri === undefined ? '' : new URL(uri).port) || '4000';

const node = (kind: ClientKind, file: string, title = 'Node.js'): FrameworkRow => ({
  title,
  kinds: [kind],
  files: [file],
  install: 'npm',
  trust: nodeTrust,
  run: () => [`node ${file}`],
});

export type Framework =
  | 'express'
  | 'next'
  | 'fastify'
  | 'python'
  | 'go'
  | 'java'
  | 'spa'
  | 'native'
  | 'machine'
  | 'machine-python'
  | 'machine-go'
  | 'machine-java'
  | 'machine-curl'
  | 'device'
  | 'device-curl'
  | 'ios'
  | 'android';

export const frameworks: Readonly<Record<Framework, FrameworkRow>> = {
  express: node('web', 'app.mjs', 'Node.js · Express'),
  next: {
    title: 'Next.js',
    kinds: ['web'],
    files: [
      'lib/gatehouse.js',
      'app/layout.js',
      'app/page.js',
      'app/sign-in/route.js',
      'app/callback/route.js',
      'app/orders/route.js',
      'app/sign-out/route.js',
    ],
    install: 'npm',
    trust: nodeTrust,
    run: (uri) => ['export SESSION_SECRET=$(openssl rand -hex 32)', `npx next dev -p ${portOf(uri)}`],
  },
  fastify: node('web', 'app.mjs', 'Node.js · Fastify'),
  python: {
    title: 'Python · Flask',
    kinds: ['web'],
    files: ['app.py'],
    install: pipInstall('Authlib==1.9.10 Flask==3.1.3 requests==2.34.2'),
    trust: pythonTrust,
    run: () => ['.venv/bin/python app.py'],
  },
  go: {
    title: 'Go',
    kinds: ['web'],
    files: ['main.go', 'go.mod'],
    trust: goTrust,
    run: () => ['go mod tidy && go run .'],
  },
  java: {
    title: 'Java · Spring Boot',
    kinds: ['web'],
    files: ['pom.xml', 'src/main/resources/application.properties', 'src/main/java/example/Shop.java'],
    trust: javaTrust,
    run: () => ['mvn spring-boot:run'],
  },
  spa: {
    title: 'JavaScript',
    kinds: ['spa'],
    files: ['index.html', 'app.js'],
    install: 'npm',
    trust: (file) => [`# The browser has to trust ${file}: certs/README.md says how.`],
    run: (uri) => [`npx http-server -a localhost -p ${portOf(uri)} -c-1`],
  },
  native: node('native', 'cli.mjs'),
  machine: node('machine', 'job.mjs'),
  'machine-python': {
    title: 'Python',
    kinds: ['machine'],
    files: ['job.py'],
    install: pipInstall('Authlib==1.9.10 requests==2.34.2'),
    trust: pythonTrust,
    run: () => ['.venv/bin/python job.py'],
  },
  'machine-go': {
    title: 'Go',
    kinds: ['machine'],
    files: ['main.go', 'go.mod'],
    trust: goTrust,
    run: () => ['go mod tidy && go run .'],
  },
  'machine-java': {
    title: 'Java',
    kinds: ['machine'],
    files: ['Job.java'],
    trust: javaTrust,
    run: () => ['java Job.java'],
  },
  'machine-curl': {
    title: 'curl',
    kinds: ['machine'],
    files: ['job.sh'],
    trust: curlTrust,
    run: () => ['sh job.sh'],
  },
  device: node('device', 'device.mjs'),
  'device-curl': {
    title: 'curl',
    kinds: ['device'],
    files: ['device.sh'],
    trust: curlTrust,
    run: () => ['sh device.sh'],
  },
  ios: { title: 'Swift · iOS', kinds: ['native'], files: ['SignIn.swift'], trust: phoneTrust, run: () => [] },
  android: { title: 'Kotlin · Android', kinds: ['native'], files: ['SignIn.kt'], trust: phoneTrust, run: () => [] },
};

/** Those for a kind, the usual one first. */
export const frameworksOf = (kind: ClientKind): readonly (readonly [Framework, FrameworkRow])[] =>
  (Object.entries(frameworks) as [Framework, FrameworkRow][]).filter(([, { kinds }]) => kinds[0] === kind);
