import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, type OtlpReceiver, otlpReceiver, runProgram, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await otlpReceiver();
});
afterAll(() => receiver.close());

const run = async (env: Record<string, string>) =>
  runProgram({
    entry: 'packages/tracing/test/loading-program.ts',
    env: { PORT: String(await freePort()), ...env },
  });
const told = ({ stdout }: { stdout: string }) => JSON.parse(stdout) as { traced: boolean; loaded: string[] };

describe('what is loaded', () => {
  it.each([
    ['nothing is configured', {}],
    ['only what is for others', { OTEL_RESOURCE_ATTRIBUTES: 'a=b', OTEL_METRICS_EXPORTER: 'none' }],
    ['it is switched off', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_SDK_DISABLED: 'true' }],
    ['traces are switched off', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_TRACES_EXPORTER: 'none' }],
  ])('is nothing of the SDK when %s', async (_title, env) => {
    expect(told(await run(env))).toEqual({ traced: false, loaded: [] });
  });

  it('is the SDK when an endpoint is configured; its headers come from a file', async () => {
    const directory = await temporaryDirectory();
    const file = join(directory.path, 'headers');
    await writeFile(file, 'authorization=Bearer%20of-the-collector,x-tenant=one\n');
    const env = { OTEL_EXPORTER_OTLP_HEADERS_FILE: file, OTEL_SERVICE_NAME: 'named' };
    const { traced, loaded } = told(await run({ ...receiver.env, ...env }));
    await directory.remove();
    expect(traced).toBe(true);
    expect(loaded).toContainEqual(expect.stringContaining('@opentelemetry/sdk-trace/'));
    expect(receiver.spans).toMatchObject([{ service: 'named', kind: 2 }]);
    expect(receiver.headers[0]).toMatchObject({ authorization: 'Bearer of-the-collector', 'x-tenant': 'one' });
  });
});

it('is refused with every fault, and without the secret', async () => {
  const { code, stderr } = await run({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    OTEL_TRACES_SAMPLER: 'sometimes',
    OTEL_TRACES_SAMPLER_ARG: '2',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=secret',
    OTEL_EXPORTER_OTLP_HEADERS_FILE: '/nowhere',
  });
  expect(code).toBe(78);
  expect(stderr.split('\n').map((line) => line.split(':', 1)[0])).toEqual([
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'OTEL_EXPORTER_OTLP_HEADERS',
    'OTEL_EXPORTER_OTLP_PROTOCOL',
    'OTEL_TRACES_SAMPLER',
    'OTEL_TRACES_SAMPLER_ARG',
    '',
  ]);
  expect(stderr).not.toContain('secret');
});
