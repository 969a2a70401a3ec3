import type { Input, Output } from "@pulumi/pulumi";
import type { Offers } from "./offers.ts";
import type { Addon, AddonNamespace, Profile } from "./platform/addon.ts";
import type { AwsApi } from "./platform/aws-apis.ts";
import type { Dashboard } from "./platform/dashboard.ts";
import type { AwsResources, EksCluster } from "./platform/eks-cluster.ts";
import type { AcceptedFinding, Exemption } from "./platform/exemption.ts";
import type { DeclaredAddon } from "./platform/flows.ts";
import type { RuleGroup } from "./platform/rules.ts";
import type { NamedWebApp, WebApp } from "./platform/web-app.ts";
import type { Settings } from "./settings.ts";

/** Known before anything is built: settings are checked against it, and others are told of it. */
export interface Card {
    /** Name of the Helm release, where it has one, and what other parts call it in `needs`. */
    name: string;
    /** Where its pods run. Default: it runs nothing in the cluster. */
    namespace?: AddonNamespace;
    /** It has no release: it is made of its objects alone. Default false. */
    withoutChart?: true;
    /**
     * Every other part comes after it, but for those of the list that do so too and stand before it: no pod starts
     * without it, or its webhook refuses what is stored before its pods answer. Default false.
     */
    first?: true;
    /** It brings pods the credential of the user's registry, so that its own images need none. Default false. */
    handsOutCredential?: true;
    /** It is a chart of the user's own: what is excused of the platform's charts is not of it. Default false. */
    usersOwn?: boolean;
    /** Why it is there on EKS only. Default: every cluster can have it. */
    onlyOnEks?: string;
    /** What must be offered, each with the reason; the part is left out where nobody offers it. Default: nothing. */
    requires?: Readonly<Partial<Record<keyof Offers, string>>>;
    /** What of it is missing elsewhere than on EKS, each with the reason. Default: nothing. */
    lessElsewhere?: Readonly<Record<string, string>>;
    /** Private ways that its pods need to AWS. Default: none. */
    awsApis?: readonly AwsApi[];
    /** Admission policies that its objects break. Default: none. */
    exemptions?: readonly Exemption[];
    /**
     * Admission policies that its removal breaks. They are exempt where it is not there too: the policies are updated
     * before it goes. Default: none.
     */
    leaving?: readonly Exemption[];
    /** Users of it that apply what people wrote, and are judged as they are. Default: none. */
    appliesForPeople?: readonly string[];
    /** Users of it that bring namespaces back, which have what they had. Default: none. */
    restores?: readonly string[];
    /** Findings of the policy pack that are so by design. Default: none. */
    accepted?: readonly AcceptedFinding[];
}

/** What a part may know of the cluster, and of the others. */
export interface Platform {
    profile: Profile;
    /** Undefined where the cluster is not on EKS. */
    eks?: EksCluster & AwsResources;
    /** What all parts offer. */
    offers: Offers;
    /** Namespaces of the platform's own parts. */
    namespaces: readonly string[];
    /** The same, and those of the user's own charts. */
    ownNamespaces: readonly string[];
    /** Users that bring namespaces back. */
    restorers: readonly string[];
    /** Who reads from the secret store, and which secrets. */
    secretReaders: readonly SecretReader[];
    /** What all parts are exempt from. */
    exemptions: readonly Exemption[];
    /** What people open below the domain of the settings; the gateway leads there. */
    webApps: readonly NamedWebApp[];
    /** What of them is the part's own. Undefined without a domain, or where nobody can sign in. */
    webApp?: NamedWebApp;
}

export interface SecretReader {
    namespace: string;
    /** Names of secrets in Secrets Manager, outside of `<cluster name>/`. */
    secretNames: readonly Input<string>[];
}

/** What a part tells the user of the stack. */
export interface PartOutputs {
    backupBucket?: Output<string>;
    backupReplicaBucket?: Output<string>;
    backupReplicaKeyArn?: Output<string>;
    backupPasswordSecret?: Output<string>;
    dnsOwner?: Output<string>;
    edgeOriginId?: Output<string>;
    edgeOriginHost?: Output<string>;
}

/** A part as it is installed; name and namespace are its card's. */
export type PartAddon = Omit<DeclaredAddon, "name" | "namespace" | "values"> & {
    /** Helm values. Default: none, as without a chart. */
    values?: Addon["values"];
    /** Alerts and recorded queries on what it does; they reach Prometheus beside it. Default: none. */
    rules?: readonly RuleGroup[];
    /** Dashboards on it; they reach Grafana beside it. Default: none. */
    dashboards?: readonly Dashboard[];
    outputs?: PartOutputs;
};

/** One that runs nothing in the cluster has made all of it in AWS. */
type Built = PartAddon | undefined;

interface AnyPart extends Card {
    /** What it offers where it is there; looked at before any part is built. Default: nothing. */
    offers?(onEks: boolean): Offers;
    /**
     * Names of secrets in Secrets Manager, outside of `<cluster name>/`, that its namespace reads. Default: it reads
     * none, and the secret store does not serve its namespace.
     */
    reads?(settings: Settings): readonly Input<string>[] | undefined;
    /** What people open of it in a browser. Default: nothing, as where nobody can sign in. */
    opens?(settings: Settings): WebApp | undefined;
}

/** A part for every cluster. */
interface PortablePart extends AnyPart {
    onlyOnEks?: undefined;
    addon(settings: Settings, platform: Platform): Built;
}

/** A part of clusters on EKS. */
interface EksPart extends AnyPart {
    onlyOnEks: string;
    addon(settings: Settings, platform: EksPlatform): Built;
}

export type EksPlatform = Platform & Required<Pick<Platform, "eks">>;

/** One system of the platform: its facts in one place, and how it is installed. */
export type Part = PortablePart | EksPart;
