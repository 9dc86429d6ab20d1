{{/* What the chart itself sets: ports, and the paths of what it mounts. YAML. */}}
{{- define "gatehouse.ownSettings" -}}
mode: production
host: {{ .root.Values.listenAddress | quote }}
port: {{ .info.port }}
management_host: {{ .root.Values.listenAddress | quote }}
management_port: {{ .info.managementPort }}
tls: {{ ternary "true" "false" (ne .values.tlsSecret "") }}
{{- if .values.tlsSecret }}
tls_cert_file: /etc/gatehouse/tls/tls.crt
tls_key_file: /etc/gatehouse/tls/tls.key
{{- end }}
{{- if eq .key "authorizationServer" }}
registry_file: /etc/gatehouse/registry
{{- end }}
{{- if eq .key "gateway" }}
routes_file: /etc/gatehouse/routes/routes.yaml
{{- end }}
{{- range $name := keys .values.secrets | sortAlpha }}
{{ $name }}_file: /etc/gatehouse/secrets/{{ $name }}
{{- end }}
{{- range $name := keys .values.files | sortAlpha }}
{{ $name }}: /etc/gatehouse/files/{{ $name }}
{{- end }}
{{- end }}

{{/* What holds where the values say nothing. YAML. */}}
{{- define "gatehouse.presetSettings" -}}
{{- if ne .key "authorizationServer" }}
issuer: {{ .root.Values.authorizationServer.settings.issuer | quote }}
{{- end }}
{{- if eq .key "gateway" }}
audience: {{ .values.settings.public_origin | quote }}
{{- end }}
{{- end }}

{{/* The settings file. Every value is JSON, which YAML reads as it is: large numbers stay whole. */}}
{{- define "gatehouse.settings" -}}
{{- $own := include "gatehouse.ownSettings" . | fromYaml }}
{{- $given := .values.settings }}
{{- range $name := .info.needs }}
{{- if not (or (hasKey $own (printf "%s_file" $name)) (hasKey $given (printf "%s_file" $name))) }}
{{- fail (printf "%s.secrets.%s is needed: { name: SECRET, key: KEY }" $.key $name) }}
{{- end }}
{{- end }}
{{- range $name := keys $own }}
{{- if hasKey $given $name }}
{{- fail (printf "%s.settings.%s is set by the chart: leave it out" $.key $name) }}
{{- end }}
{{- end }}
{{- if and (eq .key "console") (not (has (get .root.Values.authorizationServer.settings "admin_api") (list "public" "management"))) }}
{{- fail "the console calls the admin API: set authorizationServer.settings.admin_api to public" }}
{{- end }}
{{- $all := merge (deepCopy $own) $given (include "gatehouse.presetSettings" . | fromYaml) }}
{{- range $name := keys $all | sortAlpha }}
{{ $name }}: {{ index $all $name | toRawJson }}
{{- end }}
{{- end }}

{{/* The data of the ConfigMap of a component. */}}
{{- define "gatehouse.configuration" -}}
settings.yaml: |
  {{- include "gatehouse.settings" . | trim | nindent 2 }}
{{- if eq .key "gateway" }}
{{- if not .values.existingRoutesConfigMap }}
routes.yaml: |
  {{- toYaml (dict "routes" .values.routes) | nindent 2 }}
{{- end }}
{{- end }}
{{- if eq .key "authorizationServer" }}
{{- if not .values.registry.existingConfigMap }}
{{- range $file, $content := .values.registry.files }}
{{ $file }}: |
  {{- ternary $content (toYaml $content) (kindIs "string" $content) | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
