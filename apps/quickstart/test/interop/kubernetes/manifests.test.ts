import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { type Container, type Manifest, selects, sets, workloads } from './manifests.ts';

const dockerfile = readFileSync(join(rootDirectory, 'Dockerfile'), 'utf8');
const weightOf = ({ metadata }: Manifest) => Number(metadata.annotations?.['helm.sh/hook-weight']);
const kindOf = (manifests: readonly Manifest[], kind: string) => manifests.filter((one) => one.kind === kind);

describe.each(sets)('Kubernetes, values "$name"', ({ manifests }) => {
  it('allows each pod what the restricted Pod Security Standard allows, and no file system to write to', () => {
    expect(workloads(manifests).length).toBeGreaterThan(1);
    for (const { spec } of workloads(manifests)) {
      const pod = spec.template.spec;
      expect(pod).toMatchObject({
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 1000,
          fsGroup: 1000,
          seccompProfile: { type: 'RuntimeDefault' },
        },
      });
      expect(pod).not.toMatchObject({ hostNetwork: true });
      for (const container of [...pod.containers, ...(pod.initContainers ?? [])]) {
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(container.volumeMounts.filter(({ readOnly }) => readOnly !== true)).toEqual([]);
        expect(Object.keys(container.resources.requests).toSorted()).toEqual(['cpu', 'memory']);
        expect(container.resources.limits['memory']).toBeDefined();
      }
    }
  });

  it('asks the management port of each service whether it started, is ready and lives', () => {
    for (const { spec } of kindOf(manifests, 'Deployment')) {
      const [container] = spec.template.spec.containers as readonly [Container];
      expect(container.ports?.map(({ name }) => name)).toContain('management');
      for (const [probe, path] of [
        ['startup', '/startupz'],
        ['readiness', '/readyz'],
        ['liveness', '/livez'],
      ] as const) {
        expect(container[`${probe}Probe`]?.httpGet).toEqual({ path, port: 'management' });
      }
    }
  });

  it('gives a pod that ends the time of its sleep and the ten seconds of the server', () => {
    for (const { spec } of kindOf(manifests, 'Deployment')) {
      const { containers, terminationGracePeriodSeconds = 0 } = spec.template.spec;
      const seconds = containers[0]?.lifecycle?.preStop.sleep.seconds ?? 0;
      expect(seconds).toBeGreaterThan(0);
      expect(terminationGracePeriodSeconds).toBeGreaterThan(seconds + 10);
    }
  });

  it('has for each service a budget of disruptions, an account and a spread over nodes and zones', () => {
    for (const { metadata, spec } of kindOf(manifests, 'Deployment')) {
      const pods = spec.template.metadata;
      expect(selects(spec.selector.matchLabels, pods)).toBe(true);
      const budgets = kindOf(manifests, 'PodDisruptionBudget').filter((one) =>
        selects(one.spec.selector.matchLabels, pods),
      );
      expect([metadata.name, budgets.length]).toEqual([metadata.name, 1]);
      expect(budgets[0]?.spec).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
      expect(spec.template.spec.affinity?.podAntiAffinity).toBeDefined();
      expect(spec.template.spec.topologySpreadConstraints).toHaveLength(1);
    }
    const accounts = kindOf(manifests, 'ServiceAccount');
    expect(accounts.every((one) => one.automountServiceAccountToken === false)).toBe(true);
    const names = new Set(accounts.map(({ metadata }) => metadata.name));
    for (const { spec } of workloads(manifests)) expect(names).toContain(spec.template.spec.serviceAccountName);
  });

  it('has one policy for the network of each workload, in both directions, and no management port but for monitoring', () => {
    const policies = kindOf(manifests, 'NetworkPolicy');
    for (const { spec, metadata } of workloads(manifests)) {
      const own = policies.filter((one) => selects(one.spec.podSelector.matchLabels, spec.template.metadata));
      expect([metadata.name, own.length]).toEqual([metadata.name, 1]);
      expect(own[0]?.spec.policyTypes).toEqual(['Ingress', 'Egress']);
    }
    for (const { spec } of policies) {
      const { ingress = [] } = spec as { ingress?: { from?: unknown[]; ports: { port: number }[] }[] };
      for (const { from, ports } of ingress) {
        expect(from?.length).toBeGreaterThan(0);
        if (ports.some(({ port }) => port >= 9000)) expect(JSON.stringify(from)).toContain('"monitoring"');
      }
    }
  });

  it('has Services that lead to ports which pods have', () => {
    const deployments = kindOf(manifests, 'Deployment');
    const services = kindOf(manifests, 'Service');
    expect(services).toHaveLength(2 * deployments.length);
    for (const { spec } of services) {
      const pods = deployments.find((one) => selects(spec.selector, one.spec.template.metadata));
      const ports = pods?.spec.template.spec.containers.flatMap((container) => container.ports ?? []);
      for (const { targetPort } of spec.ports) expect(ports?.map(({ name }) => name)).toContain(targetPort);
    }
  });

  it('mounts ConfigMaps that are there, with the keys that are mounted', () => {
    const maps = new Map(kindOf(manifests, 'ConfigMap').map(({ metadata, data }) => [metadata.name, data]));
    // Made by others: examples/production.yaml names them.
    const others = new Set(['gatehouse-registry', 'cluster-authorities']);
    for (const { spec } of workloads(manifests)) {
      const { volumes, containers } = spec.template.spec;
      for (const { volumeMounts } of containers) {
        expect(volumeMounts.map(({ name }) => name).toSorted()).toEqual(volumes.map(({ name }) => name).toSorted());
      }
      const sources = volumes.flatMap(({ configMap, projected }) => [
        ...(configMap ? [configMap] : []),
        ...(projected?.sources ?? []).flatMap((source) => (source.configMap ? [source.configMap] : [])),
      ]);
      for (const { name = '', items = [] } of sources) {
        if (others.has(name)) continue;
        expect(maps.keys()).toContain(name);
        for (const { key } of items) expect(Object.keys(maps.get(name) ?? {})).toContain(key);
      }
    }
  });

  it('starts what the image has, at the ports that it names', () => {
    expect(dockerfile).toMatch(/^WORKDIR \/app$/mu);
    expect(dockerfile).toMatch(/^USER node$/mu);
    for (const { spec } of workloads(manifests)) {
      for (const { command, ports = [] } of spec.template.spec.containers) {
        expect(command[0]).toBe('node');
        expect([command[1], existsSync(join(rootDirectory, command[1] ?? '-'))]).toEqual([command[1], true]);
        const port = ports.find(({ name }) => name !== 'management')?.containerPort;
        if (port !== undefined) expect(dockerfile).toMatch(new RegExp(`^EXPOSE .*\\b${port}\\b`, 'mu'));
      }
    }
  });

  it('mounts Secrets so that their owner and group can read them, and nobody can write', () => {
    const modes = JSON.stringify(manifests).matchAll(/"defaultMode":(\d+)/gu);
    for (const [, mode] of modes) expect(Number(mode).toString(8)).toBe('440');
  });

  it('contains no Secret', () => {
    expect(kindOf(manifests, 'Secret')).toEqual([]);
  });
});

describe('the Job that migrates the database', () => {
  const hooks = sets.flatMap(({ manifests }) =>
    manifests.filter(({ metadata }) => metadata.annotations?.['helm.sh/hook']),
  );

  it('is a hook before install and upgrade, after what it reads', () => {
    const jobs = kindOf(hooks, 'Job');
    expect(jobs).toHaveLength(2);
    expect(jobs.map(({ spec }) => spec.template.spec.containers[0]?.command.slice(2))).toEqual([
      ['migrate', 'up'],
      ['migrate', 'up'],
    ]);
    expect([...new Set(hooks.map(({ kind }) => kind))].toSorted()).toEqual([
      'ConfigMap',
      'Job',
      'NetworkPolicy',
      'ServiceAccount',
    ]);
    for (const hook of hooks) {
      expect(hook.metadata.annotations).toMatchObject({
        'helm.sh/hook': 'pre-install,pre-upgrade',
        'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
      });
      if (hook.kind !== 'Job') expect(weightOf(hook)).toBeLessThan(weightOf(jobs[0]!));
    }
  });

  it('reads nothing of the release that is not a hook too', () => {
    for (const { manifests } of sets) {
      const [job] = kindOf(manifests, 'Job') as [Manifest];
      const read = job.spec.template.spec.volumes.flatMap(({ configMap }) => configMap?.name ?? []);
      const own = new Set(kindOf(manifests, 'ConfigMap').map(({ metadata }) => metadata.name));
      expect(read.filter((name) => own.has(name) && name !== job.metadata.name)).toEqual([]);
      expect(read).toContain(job.metadata.name);
    }
  });
});
