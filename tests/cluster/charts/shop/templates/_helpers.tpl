{{- define "shop.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.Version | quote }}
{{- end }}

{{- define "shop.securePod" -}}
runAsNonRoot: true
runAsUser: 1000
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "shop.secureContainer" -}}
allowPrivilegeEscalation: false
capabilities: {drop: [ALL]}
{{- end }}
