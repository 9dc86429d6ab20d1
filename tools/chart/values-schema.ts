/** The JSON Schema of the chart's values. What Kubernetes itself defines (peers, tolerations, resources) is left to its own schema. */
import { type Component, components } from './components.ts';
import { extraEnvSchema, filesSchema, type Schema, secretsSchema, settingsSchema } from './setting-schema.ts';

const text: Schema = { type: 'string' };
const name: Schema = { type: 'string', minLength: 1 };
const toggle: Schema = { type: 'boolean' };
const labels: Schema = { type: 'object', additionalProperties: { type: 'string' } };
const anyObject: Schema = { type: 'object' };
const integer = (minimum: number, maximum?: number): Schema => ({
  type: 'integer',
  minimum,
  ...(maximum !== undefined && { maximum }),
});
const listOf = (items: Schema): Schema => ({ type: 'array', items });
const closed = (properties: Schema, more: Schema = {}): Schema => ({
  type: 'object',
  additionalProperties: false,
  properties,
  ...more,
});
/** What holds where `enabled` is not false. */
const unlessOff = (schema: Schema): Schema => ({ anyOf: [{ properties: { enabled: { const: false } } }, schema] });

const peers = listOf(
  closed({ namespaceSelector: anyObject, podSelector: anyObject, ipBlock: anyObject }, { minProperties: 1 }),
);
const ports = listOf(integer(1, 65_535));
const tlsSecret = { description: 'A kubernetes.io/tls Secret', ...text };

const resources = closed({ requests: anyObject, limits: anyObject, claims: listOf(anyObject) });

/** What every service has. */
const shared: Schema = {
  tlsSecret,
  service: closed({ type: { enum: ['ClusterIP', 'NodePort', 'LoadBalancer'] }, annotations: labels }),
  ingress: closed({ enabled: toggle, className: text, annotations: labels, tlsSecret: text }),
  httpRoute: closed(
    { enabled: toggle, parentRefs: listOf(anyObject), annotations: labels, caConfigMap: text },
    unlessOff({ properties: { parentRefs: { minItems: 1 } } }),
  ),
  resources,
  podAnnotations: labels,
  podLabels: labels,
  nodeSelector: labels,
  tolerations: listOf(anyObject),
  priorityClassName: text,
  extraEnvFrom: listOf(anyObject),
  extraVolumes: listOf({ type: 'object', required: ['name'] }),
  extraVolumeMounts: listOf({ type: 'object', required: ['name', 'mountPath'] }),
};

const scaled: Schema = {
  replicas: integer(0),
  autoscaling: closed({
    enabled: toggle,
    minReplicas: integer(1),
    maxReplicas: integer(1),
    targetCPUUtilizationPercentage: integer(1, 100),
  }),
};

const own: Readonly<Record<Component['name'], Schema>> = {
  authorizationServer: {
    ...scaled,
    registry: closed({
      files: {
        type: 'object',
        // The settings are in the same ConfigMap.
        propertyNames: {
          pattern: String.raw`^[A-Za-z0-9][A-Za-z0-9._-]*\.(?:ya?ml|json)$`,
          not: { const: 'settings.yaml' },
        },
        additionalProperties: { type: ['object', 'string'] },
      },
      existingConfigMap: text,
    }),
  },
  gateway: { enabled: toggle, ...scaled, routes: listOf(anyObject), existingRoutesConfigMap: text },
  console: { enabled: toggle },
};

function componentSchema(component: Component): Schema {
  const isServer = component.name === 'authorizationServer';
  return closed(
    {
      ...own[component.name],
      settings: settingsSchema(component, isServer ? ['issuer'] : []),
      secrets: secretsSchema(component),
      files: filesSchema(component),
      extraEnv: extraEnvSchema(component),
      ...shared,
    },
    isServer ? {} : unlessOff({ properties: { settings: { required: ['public_origin'] } } }),
  );
}

const perComponent = (items: Schema): Schema =>
  closed(Object.fromEntries(components.map((component) => [component.name, items])));

/** The content of values.schema.json. */
export function valuesSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Values of the Gatehouse chart',
    ...closed({
      // Helm puts it there; a chart that has this one as a part uses it.
      global: anyObject,
      image: closed({
        repository: name,
        tag: text,
        digest: { type: 'string', pattern: '^(?:sha256:[0-9a-f]{64})?$' },
        pullPolicy: { enum: ['Always', 'IfNotPresent', 'Never'] },
      }),
      imagePullSecrets: listOf(closed({ name }, { required: ['name'] })),
      nameOverride: text,
      fullnameOverride: text,
      listenAddress: { enum: ['0.0.0.0', '::'] },
      stopDelaySeconds: integer(0, 300),
      antiAffinity: { enum: ['preferred', 'required'] },
      migrations: closed({ enabled: toggle, timeoutSeconds: integer(10), podAnnotations: labels, resources }),
      ...Object.fromEntries(components.map((component) => [component.name, componentSchema(component)])),
      networkPolicy: closed({
        enabled: toggle,
        ingressFrom: peers,
        monitoringFrom: peers,
        dnsTo: peers,
        databaseTo: peers,
        databasePorts: ports,
        smtpTo: peers,
        smtpPorts: ports,
        httpsTo: peers,
        httpsPorts: ports,
        extraIngress: perComponent(listOf(anyObject)),
        extraEgress: perComponent(listOf(anyObject)),
      }),
      serviceMonitor: closed({ enabled: toggle, interval: { type: 'string', pattern: '^\\d+(?:ms|s|m)$' }, labels }),
    }),
  };
}
