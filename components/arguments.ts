import type { Input } from "@pulumi/pulumi";

/**
 * Everything a user decides about a cluster. The same shape is the stack configuration (`Pulumi.<stack>.yaml`) and the
 * argument of `ProductionCluster`; `configuration.ts` holds the schema that checks both. Every default passes the policy
 * pack, but for the debts that policy-config.json dates; an argument that weakens something has the weakness in its name.
 *
 * No list has an entry twice, no URL a credential (user, password, query), and what is made of a value is within the
 * limits of AWS, Helm and Kubernetes: whatever is not is refused before the plan, at its path.
 */
export interface ProductionClusterArgs {
    /** AWS region, such as `eu-west-1`. Default: none; required on AWS, which is everywhere but with `cluster.existing`. */
    region?: string;
    /**
     * Availability zones of the region that the cluster spans, three or four (services that need a majority keep it when
     * one zone is lost). Configuration and not a look-up, so that the plan is the same on every machine. Default: none;
     * required on AWS.
     */
    zones?: string[];
    /** Kubernetes minor version, in EKS standard support. Default `1.35`: in standard support until 27 March 2027. */
    kubernetesVersion?: string;
    /** Who may use the cluster. Default: none; required for a cluster of its own. */
    access?: AccessArgs;
    /** Who is told when something breaks. Default: nobody; required on AWS. */
    alerts?: AlertsArgs;
    /** Where the desired state of the workloads lives. */
    gitops: GitOpsArgs;
    /** Who owns and pays for the cluster; becomes tags on every AWS resource and labels on every namespace. */
    ownership: OwnershipArgs;
    /** The cluster that the platform is put on. Default: the component makes one on EKS. */
    cluster?: ClusterArgs;
    /** Addresses. Default: a VPC of its own, `10.0.0.0/16`. */
    network?: NetworkArgs;
    /** The Kubernetes API and its records. Default: private endpoint only, logs kept 365 days. */
    controlPlane?: ControlPlaneArgs;
    /** Machines. Default: three system nodes, and general nodes as the pods need them. */
    nodes?: NodesArgs;
    /** What the cluster refuses to store. Default: whatever breaks a mandatory check that one object answers. */
    admission?: AdmissionArgs;
    /** Backups. Default: every 6 h, weekly, and monthly kept 5 years. */
    backup?: BackupArgs;
    /** Where Helm charts come from. Default: each chart's upstream repository. */
    charts?: ChartSourceArgs;
    /** Charts of your own, installed through the same door as the platform's. Default: none. */
    addons?: AddonArgs[];
    /** Makes this cluster the standby of another one. Default: it stands alone. */
    standby?: StandbyArgs;
    /**
     * Weakness: lets `pulumi destroy` remove the control plane, the keys and the backups. Default false: EKS deletion
     * protection and Pulumi `protect` are on. Set it true and run `pulumi up` before a removal that is meant. Without effect where nothing is
     * protected, on a cluster that is not on EKS.
     */
    allowDeletion?: boolean;
}

/** People reach the cluster through IAM roles (of IAM Identity Center, as a rule), never through IAM users. */
export interface AccessArgs {
    /**
     * ARNs of the roles that administer the cluster, at least one, in the partition of the region; the role that runs
     * Pulumi must be among them. An account has one role of a name, whatever its path: two such ARNs are refused.
     */
    administratorRoleArns: string[];
    /** ARNs of the roles that may read everything but Secrets. Default: none. */
    viewerRoleArns?: string[];
}

/** Alerts leave through an SNS topic that the component makes: no credential is stored anywhere. */
export interface AlertsArgs {
    /** E-mail addresses subscribed to the topic, at least one, each in one spelling. */
    emails: string[];
    /**
     * Name of the Secrets Manager secret that holds the URL of a dead-man switch (healthchecks.io and the like); the
     * always-firing Watchdog alert is sent there, so that silence itself raises an alarm. Its whole text is the URL.
     */
    heartbeatUrlSecret: string;
}

/** The Git repository that Argo CD follows from the first minute on. */
export interface GitOpsArgs {
    /**
     * HTTPS or SSH URL of the repository, with no credential in it: it stands in the plan and in the cluster. Argo CD
     * reads it without one; for a private repository, add the credential to Argo CD.
     */
    repository: string;
    /** Folder inside of the repository, relative to its root. Default `clusters/<cluster name>`. */
    path?: string;
    /** Branch, tag or commit. Default `main`. */
    revision?: string;
    /** Single sign-on for people. Default: local login is off and nobody can sign in. */
    sso?: SingleSignOnArgs;
}

/** OpenID Connect sign-in (RFC: OpenID Connect Core 1.0); the client secret stays in Secrets Manager. */
export interface SingleSignOnArgs {
    /** Issuer URL, `https://...`. */
    issuer: string;
    /** Client id that the issuer knows the application by. */
    clientId: string;
    /** Name of the Secrets Manager secret whose key `clientSecret` holds the secret; not `heartbeatUrlSecret`. */
    clientSecretName: string;
    /** Group of the issuer whose members administer. No commas and quotes: it becomes part of a line of policy. */
    administratorGroup: string;
}

/** Owner facts, kept short: they become tags and labels, so 1 to 63 letters, digits and `_.-`. */
export interface OwnershipArgs {
    /** Team that answers for the cluster. */
    owner: string;
    /** `production`, `standby`, `staging`...: becomes the tag `environment`. */
    environment: string;
    /** Cost centre of the bill. */
    costCenter: string;
}

/** Which cluster the platform is put on. */
export interface ClusterArgs {
    /** Use this cluster instead of making one; it stays when the stack goes. Default: make one. */
    existing?: ExistingClusterArgs;
}

/**
 * A cluster that somebody else made. Without `eks` it is any Kubernetes, and what needs AWS is left out and said to be not
 * applicable; with it, only network, control plane and nodes are its owner's. See docs/existing-cluster.md.
 */
export interface ExistingClusterArgs {
    /** Kubeconfig: its path (`/...` or `~/...`), or its content, which must be a secret of the stack. */
    kubeconfig: Input<string>;
    /** Context of the kubeconfig. Required with a path; of content, the current one is the default. */
    context?: string;
    /**
     * IPv4 ranges of the nodes, control plane included, at least one; on EKS those of the VPC, secondary ones too. Network
     * policies are made of them.
     */
    nodeCidrs: string[];
    /** IPv4 range of Services. */
    serviceCidr: string;
    /** Labels of the nodes that the platform runs on; it tolerates `CriticalAddonsOnly`. Default: none, every node. */
    nodeSelector?: Record<string, string>;
    /** What only a cluster on EKS has. Default: the cluster is not on EKS. */
    eks?: ExistingEksArgs;
}

/**
 * An EKS cluster that somebody else made. Its owner brings the EKS add-ons (VPC CNI with network policies, Pod Identity
 * agent, EBS CSI driver, snapshot controller), nodes, and the private endpoints of AWS APIs in the VPC.
 */
export interface ExistingEksArgs {
    /** Name of the cluster in AWS. */
    clusterName: string;
    /** Id of the VPC. */
    vpcId: Input<string>;
    /** Ids of private subnets for Karpenter's machines, one for each of `zones`. */
    privateSubnetIds: Input<string>[];
    /** Security groups of Karpenter's machines, at least one: the cluster's own. */
    securityGroupIds: Input<string>[];
    /** ARN of the role of Karpenter's machines; an access entry of the type EC2_LINUX lets it in. */
    nodeRoleArn: Input<string>;
    /** Name of the instance profile of that role. */
    instanceProfile: Input<string>;
}

/** A VPC of its own, or one that is given. */
export interface NetworkArgs {
    /**
     * IPv4 range of the VPC, /16 to /20, with addresses for `nodes.system.maxSize` nodes. Default `10.0.0.0/16`: prefix
     * delegation takes /28 blocks for each node.
     */
    cidr?: string;
    /** Ranges that must stay free (peered networks, the office); a VPC range that overlaps one is refused. Default: none. */
    reservedCidrs?: string[];
    /** Use this VPC instead of making one; `cidr` is then its range. Default: make one. */
    existing?: ExistingNetworkArgs;
}

/**
 * A VPC that somebody else owns: one private subnet in each zone, in the order of `zones`. Its owner brings flow logs and
 * the private endpoints of AWS APIs; pods of the platform may reach AWS at addresses of the VPC only.
 */
export interface ExistingNetworkArgs {
    /** Id of the VPC. */
    vpcId: Input<string>;
    /** Private subnets with a route out, for the nodes. */
    privateSubnetIds: Input<string>[];
    /** Public subnets for internet-facing load balancers. Default: none. */
    publicSubnetIds?: Input<string>[];
    /** Subnets without a route out, for the control plane's interfaces, two or more. Default: the private ones. */
    intraSubnetIds?: Input<string>[];
}

/** The Kubernetes API endpoint and what is kept of its logs. */
export interface ControlPlaneArgs {
    /**
     * Weakness: opens the API endpoint to these ranges of the Internet, for runners outside the VPC. `0.0.0.0/0` and
     * anything wider than /16 are refused, as are private ranges and more than the 40 that EKS takes. Default: none,
     * the endpoint is private.
     */
    publicAccessCidrs?: string[];
    /**
     * Ranges of peered networks and VPNs that may reach the private endpoint, beside the VPC; 58 at most, one rule of
     * the cluster's security group each. Default: none.
     */
    privateAccessCidrs?: string[];
    /** Days that API, audit, authenticator, controller manager and scheduler logs are kept. Default 365. */
    logRetentionDays?: number;
    /**
     * IPv4 range of Kubernetes Services, /12 to /24 within RFC 1918, apart from `network.cidr` and `reservedCidrs`.
     * Default `172.20.0.0/16`, the one EKS itself prefers.
     */
    serviceCidr?: string;
}

/** Machines by class. */
export interface NodesArgs {
    /** Managed node group for the platform itself, tainted `CriticalAddonsOnly`. Default: one m7g.xlarge in each zone. */
    system?: NodeGroupArgs;
    /** Karpenter NodePool for workloads that ask for nothing special. Default: on-demand c, m and r types to 200 vCPU. */
    general?: NodePoolArgs;
}

/** A managed node group. */
export interface NodeGroupArgs {
    /**
     * EC2 instance types of one architecture, 20 at most, with more than 2 GiB. Default `["m7g.xlarge"]`: 4 vCPU, 16 GiB,
     * Graviton.
     */
    instanceTypes?: string[];
    /** Fewest nodes. Default 3, one a zone. */
    minSize?: number;
    /** Most nodes, for updates and for a person who adds some: nothing scales this group by itself. Default 6. */
    maxSize?: number;
    /** Size of the encrypted gp3 data volume, GiB. Default 100. */
    diskSizeGiB?: number;
}

/** Bounds of a Karpenter NodePool. */
export interface NodePoolArgs {
    /** EC2 instance categories that Karpenter may choose from. Default `["c", "m", "r"]`. */
    instanceCategories?: string[];
    /** Most vCPU of all its nodes together. Default 200. */
    cpuLimit?: number;
    /** Most memory of all its nodes together, GiB; at least one machine's (c 8, m 16, r 32). Default 800. */
    memoryLimitGiB?: number;
    /** Let Karpenter use spot capacity too. Default false: a spot node can go with two minutes' notice. */
    allowSpot?: boolean;
}

/** Who judges objects before they are stored: the API server itself, or Kyverno's webhook. */
export const AdmissionEngine = { native: "native", kyverno: "kyverno" } as const;
export type AdmissionEngine = (typeof AdmissionEngine)[keyof typeof AdmissionEngine];

/** Admission policies. Each has the id of the check of the policy pack that says the same; docs/admission.md lists them. */
export interface AdmissionArgs {
    /**
     * `native` makes ValidatingAdmissionPolicies, which need no pod and work while Kyverno is down; `kyverno` makes
     * ValidatingPolicies, which also report what was there before. Default `native`.
     */
    engine?: AdmissionEngine;
    /** Image references that are allowed beside ECR; `*` stands for any characters: `ghcr.io/example/*`. Default: none. */
    imageRegistries?: string[];
    /** Weakness: ids of policies that only warn, and mark the audit log, instead of refusing. Default: none. */
    auditOnly?: string[];
    /**
     * Weakness: namespaces that some policies do not judge; some 50 for one policy, of which Kubernetes takes 64
     * conditions, the platform's own among them. Default: none.
     */
    exemptNamespaces?: ExemptNamespaceArgs[];
}

/** A namespace that is not judged by some policies. */
export interface ExemptNamespaceArgs {
    /** Its name, an RFC 1123 label. */
    namespace: string;
    /** Ids of the policies, at least one. */
    policies: string[];
    /** Why; for whoever reads the configuration. */
    reason: string;
}

/** Backups of cluster state and volumes. */
export interface BackupArgs {
    /**
     * Second region that every backup is replicated to, from then on: what lies in the bucket already needs an S3 Batch
     * Replication job once. In the partition of the first. Default: none, and the policy pack says so.
     */
    replicaRegion?: string;
    /** Years that the monthly backup is kept, 1 to 10. Default 5, the longest contract of the guides. */
    monthlyRetentionYears?: number;
}

/** Where Helm charts are fetched from. */
export interface ChartSourceArgs {
    /** `upstream`, an OCI mirror `oci://registry/prefix`, or a folder of chart archives. Default `upstream`. */
    source?: string;
}

/** How strictly Pod Security Admission judges a namespace. */
export const PodSecurity = { restricted: "restricted", baseline: "baseline", privileged: "privileged" } as const;
export type PodSecurity = (typeof PodSecurity)[keyof typeof PodSecurity];

/** A chart of your own. It gets a namespace with Pod Security, quota and default-deny like every other add-on. */
export interface AddonArgs {
    /** Name of the release and of its namespace; an RFC 1123 label of the 53 characters that Helm takes. */
    name: string;
    /** Chart name, or `oci://` reference without tag and digest. */
    chart: string;
    /** Exact chart version. */
    version: string;
    /** Helm repository URL, for a chart by its name. Default: none, for an `oci://` chart. */
    repository?: string;
    /** Pod Security level of its namespace. Default `restricted`. */
    podSecurity?: PodSecurity;
    /** Names of the add-ons that must be ready before it, in no circle. Default: none. */
    needs?: string[];
    /** Namespaces that its pods may talk to, beside DNS. Default: none. */
    egressNamespaces?: string[];
    /** Chart values, in plain text in the state: no passwords in URLs. Default: the chart's own. */
    // biome-ignore lint/suspicious/noExplicitAny: the schema analyzer takes no other type for free-form maps
    values?: Record<string, any>;
}

/** What a standby needs of its primary; all of it comes from the primary stack's outputs. */
export interface StandbyArgs {
    /** Name of the bucket, in the standby's region, that the primary's backups are replicated to. */
    backupBucket: Input<string>;
    /** ARN of the KMS key that encrypts it. */
    backupKeyArn: Input<string>;
    /** Name of the secret, in the standby's region, with the password of the primary's backups. */
    backupPasswordSecret: Input<string>;
}
