import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { clusterSchema, type Settings } from "../settings.ts";
import { mistakeIf, type Relation } from "./relation.ts";

/** What settings a kind of cluster must have, and which would have no effect on it. */
interface Kind {
    required: readonly (keyof Settings)[];
    /** Paths, such as `nodes.system`. */
    without: readonly string[];
    because: string;
}

const own: Kind = { required: ["region", "zones", "access", "alerts"], without: [], because: "" };
const existingOnEks: Kind = {
    required: ["region", "zones", "alerts"],
    without: ["access", "network", "controlPlane", "nodes.system", "metrics.cloudWatch"],
    because: "the owner of the existing cluster decides it",
};
/** `allowDeletion` is taken although nothing is protected there: whoever removes a stack sets it on every kind. */
const existingElsewhere: Kind = {
    required: [],
    without: [
        ...["region", "accountId", "zones", "access", "alerts", "network", "controlPlane", "nodes", "backup"],
        ...["gitops.sso", "gitops.credential", "grafana.sso", "metrics", "traces", "dns", "standby", "primaryStack"],
        ...["registry.ecr", "registry.allowUpstream", "detection.guardDuty", "detection.malwareScans"],
        ...["detection.securityHub", "detection.auditTrail", "domain", "edge", "vault"],
    ],
    because: "the existing cluster is not on EKS (cluster.existing.eks is not given)",
};

const kindOf = ({ cluster: { existing } }: Settings): Kind =>
    existing === undefined ? own : existing.eks === undefined ? existingElsewhere : existingOnEks;

/** What must hold between the kind of the cluster and the other settings. */
export const kindRelations: Relation<Settings>[] = [
    ...own.required.map((key) => ({
        fields: ["cluster" as const, key],
        broken: (settings: Settings) => {
            const reason =
                kindOf(settings).required.includes(key) && settings[key] === undefined ? missing(key) : undefined;
            return reason ? [{ path: key, reason }] : [];
        },
    })),
    ...[...new Set([...existingOnEks.without, ...existingElsewhere.without])].map((path) => ({
        fields: ["cluster", path.split(".")[0]] as (keyof Settings)[],
        broken: (settings: Settings) =>
            mistakeIf(
                kindOf(settings).without.includes(path) && !isDefault(settings, path),
                path,
                `has no effect: ${kindOf(settings).because}; leave it out`,
            ),
    })),
];

/** In the words of the setting's own schema. */
function missing(key: keyof Settings): string | undefined {
    const field = clusterSchema.shape[key];
    const required = field instanceof z.ZodOptional ? (field.unwrap() as z.ZodType) : field;
    return required.safeParse(undefined).error?.issues[0]?.message;
}

/** Whether a setting is what it is where nobody gives it. */
function isDefault(settings: Settings, path: string): boolean {
    const [key = "", ...inner] = path.split(".");
    const standard = (clusterSchema.shape as Record<string, z.ZodType>)[key]?.safeParse(undefined).data;
    return isDeepStrictEqual(at({ [key]: standard }, [key, ...inner]), at(settings, [key, ...inner]));
}

const at = (value: unknown, path: string[]): unknown =>
    path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
