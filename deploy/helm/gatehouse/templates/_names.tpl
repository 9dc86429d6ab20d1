{{- define "gatehouse.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* Those that are switched on, by their names in the values. */}}
{{- define "gatehouse.components" -}}
authorizationServer:
  part: authorization-server
  suffix: ""
  prefix: GATEHOUSE
  port: 3000
  managementPort: 9000
  origin: issuer
  needs: [database_url, encryption_keys]
  {{- if .Values.gateway.enabled }}
gateway:
  part: gateway
  suffix: -gateway
  prefix: GATEWAY
  port: 3002
  managementPort: 9002
  origin: public_origin
  needs: [client_secret]
  # As its start script has it: room for the garbage of requests.
  env: { NODE_OPTIONS: --max-semi-space-size=8 }
  {{- end }}
  {{- if .Values.console.enabled }}
console:
  part: console
  suffix: -console
  prefix: CONSOLE
  port: 3006
  managementPort: 9006
  origin: public_origin
  needs: [client_secret]
  {{- end }}
{{- end }}

{{/* Of one component: dict "root" "key" "info" "values". */}}
{{- define "gatehouse.name" -}}
{{- printf "%s%s" (include "gatehouse.fullname" .root) .info.suffix }}
{{- end }}

{{- define "gatehouse.selector" -}}
app.kubernetes.io/name: {{ default .root.Chart.Name .root.Values.nameOverride }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .info.part }}
{{- end }}

{{/* Of pods: without the version of the chart, which alone is no reason to replace them. */}}
{{- define "gatehouse.podLabels" -}}
{{ include "gatehouse.selector" . }}
app.kubernetes.io/part-of: gatehouse
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
{{- end }}

{{- define "gatehouse.labels" -}}
{{ include "gatehouse.podLabels" . }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "gatehouse.image" -}}
{{- with .Values.image }}
{{- if .digest }}{{ printf "%s@%s" .repository .digest }}{{ else }}{{ printf "%s:%s" .repository (default $.Chart.AppVersion .tag) }}{{ end }}
{{- end }}
{{- end }}

{{/* The host name of the public origin, for Ingress and HTTPRoute. */}}
{{- define "gatehouse.host" -}}
{{- (urlParse (index .values.settings .info.origin)).hostname }}
{{- end }}
