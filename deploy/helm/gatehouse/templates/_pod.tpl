{{/* What every pod is allowed: as the restricted Pod Security Standard wants it, and a file system that nobody writes to. */}}
{{- define "gatehouse.podSecurity" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  # The account "node" of the image.
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "gatehouse.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
{{- end }}

{{/* Image, environment and mounts of a container: dict of the component. */}}
{{- define "gatehouse.container" -}}
image: {{ include "gatehouse.image" .root }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
{{ include "gatehouse.containerSecurity" . }}
env:
  - name: {{ .info.prefix }}_CONFIG_FILE
    value: /etc/gatehouse/settings/settings.yaml
  {{- $given := list }}
  {{- range .values.extraEnv }}{{ $given = append $given .name }}{{ end }}
  {{- range $name, $value := .info.env }}
  {{- if not (has $name $given) }}
  - name: {{ $name }}
    value: {{ $value | quote }}
  {{- end }}
  {{- end }}
  {{- with .values.extraEnv }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with .values.extraEnvFrom }}
envFrom:
  {{- toYaml . | nindent 2 }}
{{- end }}
volumeMounts:
  - name: settings
    mountPath: /etc/gatehouse/settings
    readOnly: true
  {{- if eq .key "authorizationServer" }}
  - name: registry
    mountPath: /etc/gatehouse/registry
    readOnly: true
  {{- end }}
  {{- if eq .key "gateway" }}
  - name: routes
    mountPath: /etc/gatehouse/routes
    readOnly: true
  {{- end }}
  {{- if .values.secrets }}
  - name: secrets
    mountPath: /etc/gatehouse/secrets
    readOnly: true
  {{- end }}
  {{- if .values.files }}
  - name: files
    mountPath: /etc/gatehouse/files
    readOnly: true
  {{- end }}
  {{- if .values.tlsSecret }}
  - name: tls
    mountPath: /etc/gatehouse/tls
    readOnly: true
  {{- end }}
  {{- with .values.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{/* The volumes of a component; "configMap" is where its settings are. */}}
{{- define "gatehouse.volumes" -}}
volumes:
  - name: settings
    configMap:
      name: {{ .configMap }}
      items:
        - { key: settings.yaml, path: settings.yaml }
  {{- if eq .key "authorizationServer" }}
  - name: registry
    configMap:
      {{- if .values.registry.existingConfigMap }}
      name: {{ .values.registry.existingConfigMap }}
      {{- else }}
      name: {{ .configMap }}
      items:
        {{- range $file := keys .values.registry.files | sortAlpha }}
        - { key: {{ $file }}, path: {{ $file }} }
        {{- end }}
      {{- end }}
  {{- end }}
  {{- if eq .key "gateway" }}
  - name: routes
    configMap:
      name: {{ default .configMap .values.existingRoutesConfigMap }}
      items:
        - { key: routes.yaml, path: routes.yaml }
  {{- end }}
  {{- with .values.secrets }}
  - name: secrets
    projected:
      # For the group that the kubelet gives them (fsGroup).
      defaultMode: 288 {{- /* 0440; YAML 1.2 reads that as a decimal number */}}
      sources:
        {{- range $setting, $from := . }}
        - secret:
            name: {{ $from.name }}
            items:
              - { key: {{ $from.key }}, path: {{ $setting }} }
        {{- end }}
  {{- end }}
  {{- with .values.files }}
  - name: files
    projected:
      defaultMode: 288 {{- /* 0440; YAML 1.2 reads that as a decimal number */}}
      sources:
        {{- range $setting, $from := . }}
        - {{ ternary "secret" "configMap" (hasKey $from "secret") }}:
            name: {{ default $from.configMap $from.secret }}
            items:
              - { key: {{ $from.key }}, path: {{ $setting }} }
        {{- end }}
  {{- end }}
  {{- with .values.tlsSecret }}
  - name: tls
    secret:
      secretName: {{ . }}
      defaultMode: 288 {{- /* 0440; YAML 1.2 reads that as a decimal number */}}
  {{- end }}
  {{- with .values.extraVolumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
