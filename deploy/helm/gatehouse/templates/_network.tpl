{{/* One rule of egress: dict "to" "ports". No peers are every address. */}}
{{- define "gatehouse.egress" -}}
- {{ with .to }}to:
    {{- toYaml . | nindent 4 }}
  {{ end }}ports:
    {{- range .ports }}
    - { protocol: TCP, port: {{ . }} }
    {{- end }}
{{- end }}

{{/* Who may be called by each of them. */}}
{{- define "gatehouse.egressRules" -}}
{{- $policy := .root.Values.networkPolicy -}}
- to:
    {{- toYaml $policy.dnsTo | nindent 4 }}
  ports:
    - { protocol: UDP, port: 53 }
    - { protocol: TCP, port: 53 }
{{ include "gatehouse.egress" (dict "to" $policy.httpsTo "ports" $policy.httpsPorts) }}
{{- if eq .key "authorizationServer" }}
{{ include "gatehouse.egress" (dict "to" $policy.databaseTo "ports" $policy.databasePorts) }}
{{ include "gatehouse.egress" (dict "to" $policy.smtpTo "ports" $policy.smtpPorts) }}
{{- end }}
# Public addresses of this cluster (the issuer, applications), at whichever port the pods behind them listen.
- to:
    {{- toYaml $policy.ingressFrom | nindent 4 }}
{{- with index $policy.extraEgress .key }}
{{ toYaml . }}
{{- end }}
{{- end }}
