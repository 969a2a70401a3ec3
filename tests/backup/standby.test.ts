import { beforeAll, describe, expect, it } from "vitest";
import { schedules } from "../../components/backup/schedules.ts";
import type { Addon, Values } from "../../components/platform/addon.ts";
import { addonOf, addons, args, assembled, dns, primary } from "../addons/example.ts";
import { record } from "../foundation/recording.ts";

const backup = "velero-weekly-20270103013004";

const objectsOf = (all: Addon[], name: string) => {
    const { before = [], after = [] } = addonOf(all, name);
    return [...before, ...after] as Values[];
};
const object = (all: Addon[], addon: string, kind: string, name: string) =>
    objectsOf(all, addon).find((it) => it.kind === kind && it.metadata.name === name);

const guardOf = (all: Addon[]) => object(all, "argo-cd", "ValidatingAdmissionPolicy", "standby-volumes")?.spec;
const projectOf = (all: Addon[]) => object(all, "argo-cd", "AppProject", "standby")?.spec;
const restoresOf = (all: Addon[]) => objectsOf(all, "velero").filter(({ kind }) => kind === "Restore");

const severities = (all: Addon[]) =>
    Object.fromEntries(
        (object(all, "argo-cd", "PrometheusRule", "argo-cd")?.spec.groups ?? [])
            .flatMap(({ rules }: Values) => rules)
            .map(({ alert, labels }: Values) => [alert, labels.severity]),
    );

let waiting: Addon[];
let active: Addon[];
let alone: Addon[];
beforeAll(async () => {
    waiting = await assembled({ standby: primary });
    active = await assembled({ standby: { ...primary, active: true, restore: backup } });
    alone = addons;
});

describe("A standby that waits", () => {
    it("lets Argo CD sync no application of the projects that say they have volumes, at any time", () => {
        const [{ labelSelector, projectName }] = JSON.parse(
            addonOf(waiting, "argo-cd").values.configs.cm.globalProjects,
        );
        expect(labelSelector).toEqual({ matchLabels: { "production-cluster/stateful": "true" } });
        expect(projectName).toBe("standby");
        // Nothing but the window is inherited.
        expect(Object.keys(projectOf(waiting))).toEqual(["description", "syncWindows"]);
        expect(projectOf(waiting).syncWindows).toEqual([
            { kind: "deny", schedule: "* * * * *", duration: "1h", applications: ["*"] },
        ]);
    });

    it("lets nobody have a volume but Velero, the platform, charts of the user and pods with volumes of their own", async () => {
        const [waits, somebodyElse, elsewhere] = guardOf(waiting).matchConditions.map((it: Values) => it.expression);
        expect(waits).toBe("true");
        expect(somebodyElse).toBe('request.userInfo.username != "system:serviceaccount:velero:velero-server"');
        const platform = JSON.parse(elsewhere.replace(/^.* in (\[.*\])\)$/, "$1"));
        expect(platform.toSorted()).toEqual([...new Set(waiting.map(({ namespace }) => namespace.name))].toSorted());
        const ownCharts = [{ name: "till", chart: "oci://example.com/till", version: "1.0.0" }];
        const [, , exceptTill] = guardOf(
            await assembled({ standby: primary, settings: { ownCharts } }),
        ).matchConditions;
        expect(exceptTill.expression).toContain('"till"');
        const binding = object(waiting, "argo-cd", "ValidatingAdmissionPolicyBinding", "standby-volumes");
        expect(binding?.spec.validationActions).toEqual(["Deny"]);
    });

    it("calls nobody for what shall be missing", () => {
        const changed = Object.entries(severities(waiting)).filter(([alert, it]) => it !== severities(alone)[alert]);
        expect(changed).toEqual([
            ["ArgoCdAppOutOfSync", "info"],
            ["ArgoCdAppUnhealthy", "info"],
        ]);
        expect(severities(active)).toEqual(severities(alone));
    });

    it("restores nothing, and makes its own backups at other minutes than the other one of the pair, whose names they would have", async () => {
        expect(restoresOf(waiting)).toEqual([]);
        const minutes = (all: Values) => Object.values(all).map(({ schedule }) => schedule.split(" ")[0]);
        const own = minutes(addonOf(waiting, "velero").values.schedules);
        expect(own).toHaveLength(3);
        for (const minute of minutes(schedules(5, []))) expect(own).not.toContain(minute);
        const other = await assembled({ standby: { ...primary, wasPrimary: true } });
        expect(minutes(addonOf(other, "velero").values.schedules)).toEqual(minutes(schedules(5, [])));
    });
});

describe("A standby that is active", () => {
    it("holds nothing any more", () => {
        expect(projectOf(active).syncWindows).toEqual([]);
        expect(guardOf(active).matchConditions[0]).toEqual({ name: "waits", expression: "false" });
    });

    it("restores the backup that it is told, without what is made on both sides, and waits until that is complete", () => {
        const [restore, ...others] = restoresOf(active);
        expect(others).toEqual([]);
        expect(restore?.spec.backupName).toBe(backup);
        expect(restore?.metadata.annotations["pulumi.com/waitFor"]).toBe("jsonpath={.status.phase}=Completed");
        const platform = active.map(({ namespace }) => namespace.name);
        expect(restore?.spec.excludedNamespaces).toEqual(expect.arrayContaining([...platform, "kube-system"]));
        // Without a word on what belongs to no namespace, Velero leaves it out where namespaces are.
        expect(restore?.spec).not.toHaveProperty("includeClusterResources");
    });

    it("restores first, lets volumes be then, and applications last", async () => {
        expect(addonOf(active, "argo-cd").needs).toContain("velero");
        const { of } = await record(async () => {
            const { ProductionCluster } = await import("../../components/index.ts");
            new ProductionCluster("shop", { ...args, standby: { ...primary, active: true, restore: backup } });
        });
        const [restore] = of("kubernetes:velero.io/v1:Restore");
        const named = (type: string, end: string) => of(type).find(({ name }) => name.endsWith(end));
        const release = named("kubernetes:helm.sh/v3:Release", "argo-cd");
        const guard = named("kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy", "standby-volumes");
        const project = named("kubernetes:argoproj.io/v1alpha1:AppProject", "-standby");
        const root = named("kubernetes:argoproj.io/v1alpha1:Application", "-root");
        expect(guard?.dependencies).toContain(restore?.name);
        expect(release?.dependencies).toContain(guard?.name);
        expect(project?.dependencies).toContain(release?.name);
        expect(root?.dependencies).toContain(project?.name);
    });
});

describe("The names of a pair", () => {
    const writers = async (standby?: Partial<typeof primary>) => {
        const all = await assembled({ settings: { dns }, ...(standby && { standby: { ...primary, ...standby } }) });
        const { values, identities } = addonOf(all, "external-dns-public");
        const actions = identities?.flatMap(({ statements }) => statements.flatMap(({ Action }) => Action));
        const mayWrite = actions?.includes("route53:ChangeResourceRecordSets");
        return [values.txtOwnerId, values.extraArgs["dry-run"] ?? false, mayWrite];
    };

    it("have one owner, and are written by the one of the two that is active", async () => {
        expect(await writers()).toEqual(["shop", false, true]);
        expect(await writers({})).toEqual(["other", true, false]);
        expect(await writers({ active: true })).toEqual(["other", false, true]);
        expect(await writers({ wasPrimary: true })).toEqual(["shop", true, false]);
        expect(await writers({ wasPrimary: true, active: true })).toEqual(["shop", false, true]);
    });
});

it("The restore test of a standby looks at the primary's backups as long as it waits, and at its own then", async () => {
    const locationOf = async (standby?: typeof primary) => {
        const all = await assembled({ ...(standby && { standby }) });
        const cronJob = object(all, "restore-test", "CronJob", "restore-test");
        const [container] = cronJob?.spec.jobTemplate.spec.template.spec.containers ?? [];
        return container.args.find((arg: string) => arg.startsWith("--location="));
    };
    expect(await locationOf()).toBe("--location=default");
    expect(await locationOf(primary)).toBe("--location=primary");
    expect(await locationOf({ ...primary, active: true })).toBe("--location=default");
});

describe("The secrets that a standby reads", () => {
    const secretsOf = async (standby?: typeof primary) => {
        const { identities } = addonOf(await assembled({ ...(standby && { standby }) }), "external-secrets");
        const [read] = identities?.[0]?.statements ?? [];
        return [read?.Resource].flat() as string[];
    };

    it("are its own, and the copies that its region has of its primary's", async () => {
        const more = (await secretsOf(primary)).filter((arn) => !arn.includes("velero-repo-credentials"));
        const own = await secretsOf();
        expect(more.filter((arn) => !own.includes(arn))).toEqual(["arn:aws:secretsmanager:eu-west-1:*:secret:other/*"]);
    });
});

describe("The password of the backups", () => {
    const secrets = async (standby?: object) => {
        const { of } = await record(async () => {
            const { ProductionCluster } = await import("../../components/index.ts");
            new ProductionCluster("shop", { ...args, ...(standby && { standby: { ...primary, ...standby } }) });
        });
        return of("aws:secretsmanager/secret:Secret").filter(({ name }) => name.includes("repository-password"));
    };

    it("is the primary's on a standby, and stays with a cluster that was the primary before", async () => {
        expect(await secrets()).toHaveLength(1);
        expect(await secrets({})).toHaveLength(0);
        expect(await secrets({ wasPrimary: true })).toHaveLength(1);
    });
});

it("A cluster that stands alone has nothing of a standby", () => {
    expect(guardOf(alone)).toBeUndefined();
    expect(projectOf(alone)).toBeUndefined();
    expect(restoresOf(alone)).toEqual([]);
    expect(addonOf(alone, "argo-cd").values.configs.cm).not.toHaveProperty("globalProjects");
    expect(addonOf(alone, "argo-cd").needs).not.toContain("velero");
});
