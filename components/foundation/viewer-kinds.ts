/**
 * What viewers read, by API group: all that Kubernetes 1.35, the EKS add-ons and the platform's charts serve, but for
 * what is withheld. RBAC knows no exception, and a wildcard would take Secrets with it and break `rbac-no-wildcards`:
 * so the kinds are written out, and a test holds them against the charts. Kinds of other charts come by Kubernetes' own
 * role `view`, which operators aggregate theirs to.
 */
export const viewerKinds: Record<string, string[]> = {
    "": [
        ...["configmaps", "endpoints", "events", "limitranges", "namespaces", "nodes", "persistentvolumeclaims"],
        ...["persistentvolumes", "pods", "pods/log", "podtemplates", "replicationcontrollers", "resourcequotas"],
        ...["serviceaccounts", "services"],
    ],
    "acme.cert-manager.io": ["challenges", "orders"],
    "admissionregistration.k8s.io": [
        ...["mutatingadmissionpolicies", "mutatingadmissionpolicybindings", "mutatingwebhookconfigurations"],
        ...["validatingadmissionpolicies", "validatingadmissionpolicybindings", "validatingwebhookconfigurations"],
    ],
    "aga.k8s.aws": ["globalaccelerators"],
    "apiextensions.k8s.io": ["customresourcedefinitions"],
    "apiregistration.k8s.io": ["apiservices"],
    apps: ["controllerrevisions", "daemonsets", "deployments", "replicasets", "statefulsets"],
    "aquasecurity.github.io": [
        ...["clustercompliancereports", "clusterconfigauditreports", "clusterinfraassessmentreports"],
        ...["clusterrbacassessmentreports", "clustersbomreports", "clustervulnerabilityreports", "configauditreports"],
        ...["exposedsecretreports", "infraassessmentreports", "rbacassessmentreports", "sbomreports"],
        "vulnerabilityreports",
    ],
    "argoproj.io": ["applications", "applicationsets", "appprojects"],
    autoscaling: ["horizontalpodautoscalers"],
    "autoscaling.x-k8s.io": ["capacitybuffers"],
    "awspca.cert-manager.io": ["awspcaclusterissuers", "awspcaissuers"],
    batch: ["cronjobs", "jobs"],
    "bitnami.com": ["sealedsecrets"],
    "cert-manager.io": ["certificaterequests", "certificates", "clusterissuers", "issuers"],
    "certificates.k8s.io": ["certificatesigningrequests"],
    "cilium.io": [
        ...["ciliumbgpadvertisements", "ciliumbgpclusterconfigs", "ciliumbgpnodeconfigoverrides"],
        ...["ciliumbgpnodeconfigs", "ciliumbgppeerconfigs", "ciliumcidrgroups", "ciliumclusterwideenvoyconfigs"],
        ...["ciliumclusterwidenetworkpolicies", "ciliumdatapathplugins", "ciliumegressgatewaypolicies"],
        ...["ciliumendpoints", "ciliumendpointslices", "ciliumenvoyconfigs", "ciliumgatewayclassconfigs"],
        ...["ciliumidentities", "ciliuml2announcementpolicies", "ciliumloadbalancerippools"],
        ...["ciliumlocalredirectpolicies", "ciliumnetworkpolicies", "ciliumnodeconfigs", "ciliumnodes"],
        "ciliumpodippools",
    ],
    "coordination.k8s.io": ["leases"],
    "crd.k8s.amazonaws.com": ["eniconfigs"],
    "crd.projectcalico.org": [
        ...["bgpconfigurations", "bgpfilters", "bgppeers", "blockaffinities", "caliconodestatuses"],
        ...["clusterinformations", "felixconfigurations", "globalnetworkpolicies", "globalnetworksets"],
        ...["hostendpoints", "ipamblocks", "ipamconfigs", "ipamhandles", "ippools", "ipreservations"],
        ...["kubecontrollersconfigurations", "networkpolicies", "networksets", "stagedglobalnetworkpolicies"],
        ...["stagedkubernetesnetworkpolicies", "stagednetworkpolicies", "tiers"],
    ],
    "discovery.k8s.io": ["endpointslices"],
    "eks.amazonaws.com": ["nodediagnostics"],
    "elbv2.k8s.aws": ["albtargetcontrolconfigs", "ingressclassparams", "targetgroupbindings"],
    "events.k8s.io": ["events"],
    "extensions.istio.io": ["trafficextensions", "wasmplugins"],
    "externaldns.k8s.io": ["dnsendpoints"],
    "external-secrets.io": [
        ...["clusterexternalsecrets", "clusterpushsecrets", "clustersecretstores", "externalsecrets", "pushsecrets"],
        "secretstores",
    ],
    "flowcontrol.apiserver.k8s.io": ["flowschemas", "prioritylevelconfigurations"],
    "gateway.envoyproxy.io": [
        ...["backends", "backendtrafficpolicies", "clienttrafficpolicies", "envoyextensionpolicies"],
        ...["envoypatchpolicies", "envoyproxies", "httproutefilters", "securitypolicies"],
    ],
    "gateway.k8s.aws": ["listenerruleconfigurations", "loadbalancerconfigurations", "targetgroupconfigurations"],
    "gateway.networking.k8s.io": [
        ...["backendtlspolicies", "gatewayclasses", "gateways", "grpcroutes", "httproutes", "listenersets"],
        ...["referencegrants", "tcproutes", "tlsroutes", "udproutes"],
    ],
    "gateway.networking.x-k8s.io": ["xbackends", "xbackendtrafficpolicies", "xmeshes"],
    "generators.external-secrets.io": [
        ...["acraccesstokens", "beyondtrustworkloadcredentialsdynamicsecrets", "cloudsmithaccesstokens"],
        ...["clustergenerators", "ecrauthorizationtokens", "fakes", "gcraccesstokens", "githubaccesstokens"],
        ...["gitlabdeploytokens", "grafanas", "mfas", "passwords", "quayaccesstokens", "sshkeys", "stssessiontokens"],
        ...["uuids", "vaultdynamicsecrets", "webhooks"],
    ],
    "karpenter.k8s.aws": ["ec2nodeclasses"],
    "karpenter.sh": ["nodeclaims", "nodeoverlays", "nodepools"],
    "kyverno.io": [
        ...["cleanuppolicies", "clustercleanuppolicies", "clusterpolicies", "globalcontextentries", "policies"],
        ...["policyexceptions", "updaterequests"],
    ],
    "linkerd.io": ["serviceprofiles"],
    "metrics.k8s.io": ["nodes", "pods"],
    "monitoring.coreos.com": [
        ...["alertmanagerconfigs", "alertmanagers", "podmonitors", "probes", "prometheusagents", "prometheuses"],
        ...["prometheusrules", "scrapeconfigs", "servicemonitors", "thanosrulers"],
    ],
    "networking.istio.io": [
        ...["destinationrules", "envoyfilters", "gateways", "proxyconfigs", "serviceentries", "sidecars"],
        ...["virtualservices", "workloadentries", "workloadgroups"],
    ],
    "networking.k8s.aws": [
        ...["applicationnetworkpolicies", "clusternetworkpolicies", "clusterpolicyendpoints", "policyendpoints"],
    ],
    "networking.k8s.io": ["ingressclasses", "ingresses", "ipaddresses", "networkpolicies", "servicecidrs"],
    "node.k8s.io": ["runtimeclasses"],
    "operator.tigera.io": [
        ...["apiservers", "gatewayapis", "goldmanes", "imagesets", "installations", "istios"],
        ...["managementclusterconnections", "tigerastatuses", "whiskers"],
    ],
    policy: ["poddisruptionbudgets"],
    "policy.linkerd.io": [
        ...["authorizationpolicies", "egressnetworks", "httplocalratelimitpolicies", "httproutes"],
        ...["meshtlsauthentications", "networkauthentications", "serverauthorizations", "servers"],
    ],
    "policy.networking.k8s.io": ["clusternetworkpolicies"],
    "policies.kyverno.io": [
        ...["deletingpolicies", "generatingpolicies", "imagevalidatingpolicies", "mutatingpolicies"],
        ...["namespaceddeletingpolicies", "namespacedgeneratingpolicies", "namespacedimagevalidatingpolicies"],
        ...["namespacedmutatingpolicies", "namespacedvalidatingpolicies", "policyexceptions", "validatingpolicies"],
    ],
    "rbac.authorization.k8s.io": ["clusterrolebindings", "clusterroles", "rolebindings", "roles"],
    "reports.kyverno.io": ["clusterephemeralreports", "ephemeralreports"],
    "resource.k8s.io": ["deviceclasses", "resourceclaims", "resourceclaimtemplates", "resourceslices"],
    "rollout-operator.grafana.com": ["replicatemplates", "zoneawarepoddisruptionbudgets"],
    "scheduling.k8s.io": ["priorityclasses"],
    "security.istio.io": ["authorizationpolicies", "peerauthentications", "requestauthentications"],
    "snapshot.storage.k8s.io": ["volumesnapshotclasses", "volumesnapshotcontents", "volumesnapshots"],
    "groupsnapshot.storage.k8s.io": [
        ...["volumegroupsnapshotclasses", "volumegroupsnapshotcontents", "volumegroupsnapshots"],
    ],
    "storage.k8s.io": [
        ...["csidrivers", "csinodes", "csistoragecapacities", "storageclasses", "volumeattachments"],
        "volumeattributesclasses",
    ],
    "telemetry.istio.io": ["telemetries"],
    "workload.linkerd.io": ["externalworkloads"],
    "trust.cert-manager.io": ["bundles"],
    "velero.io": [
        ...["backuprepositories", "backups", "backupstoragelocations", "datadownloads", "datauploads"],
        ...["deletebackuprequests", "podvolumebackups", "podvolumerestores", "restores", "schedules"],
        ...["serverstatusrequests", "volumesnapshotlocations"],
    ],
    "vpcresources.k8s.aws": ["cninodes", "securitygrouppolicies"],
    "wgpolicyk8s.io": ["clusterpolicyreports", "policyreports"],
};

/** What viewers do not read, since it is a Secret or leads to one. */
export const withheld: Record<string, { kind: string; reason: string }[]> = {
    "": [{ kind: "secrets", reason: "they are what viewers may not see" }],
    "velero.io": [{ kind: "downloadrequests", reason: "they hold a signed link to a backup, with the Secrets in it" }],
    "generators.external-secrets.io": [
        { kind: "generatorstates", reason: "they hold what takes back a credential that was generated" },
    ],
};
