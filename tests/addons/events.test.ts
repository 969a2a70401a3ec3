import { describe, expect, it } from "vitest";
import type { Addon } from "../../components/platform/addon.ts";
import { addonOf, addons, assembled } from "./example.ts";

const collector = addonOf(addons, "event-collector");
const cloudwatch = addonOf(await assembled({ settings: { logs: { store: "cloudwatch" } } }), "event-collector");

const output = ({ values }: Addon): string => values.config.outputs;

describe("The events of Kubernetes", () => {
    it("are read once, by one pod that may list and watch them and nothing else", () => {
        const { kind, replicaCount, updateStrategy, rbac } = collector.values;
        expect({ kind, replicaCount, updateStrategy, rbac }).toEqual({
            kind: "Deployment",
            replicaCount: 1,
            updateStrategy: { type: "Recreate" },
            rbac: { create: false },
        });
        expect(collector.values.config.inputs).toContain("Name kubernetes_events");
        expect(addonOf(addons, "fluent-bit").values.config.inputs).not.toContain("kubernetes_events");
        const [role, binding] = collector.before ?? [];
        expect(role).toMatchObject({ rules: [{ apiGroups: [""], resources: ["events"], verbs: ["list", "watch"] }] });
        expect(binding).toMatchObject({
            roleRef: { name: role?.metadata.name },
            subjects: [{ name: collector.values.fullnameOverride, namespace: collector.namespace.name }],
        });
    });

    it("are kept again when they happen again: no database remembers them by their uid", () => {
        expect(collector.values.config.inputs).not.toMatch(/^\s*db\b/im);
    });

    it("go to the store of the logs under a name of their own, with the rights of the forwarder", () => {
        expect(output(collector)).toMatch(/Match event\n[\s\S]*Labels cluster=shop, source=event/);
        expect(output(cloudwatch)).toMatch(
            /log_group_name \/production-cluster\/shop\/application[\s\S]*log_stream_name events/,
        );
        const [identity] = cloudwatch.identities ?? [];
        expect(identity?.serviceAccount).toBe("event-collector");
        expect(identity?.statements.flatMap(({ Action }) => Action)).toEqual([
            "logs:CreateLogStream",
            "logs:PutLogEvents",
        ]);
    });

    it("leave a pod that keeps to the level restricted, and writes on a volume only", () => {
        expect(collector.namespace.podSecurity).toBe("restricted");
        const { extraVolumeMounts, config, securityContext } = collector.values;
        expect(securityContext).toMatchObject({ readOnlyRootFilesystem: true, runAsUser: 65532 });
        const path = /storage\.path (\S+)\/buffers/.exec(config.service)?.[1];
        expect(extraVolumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath)).toEqual([path]);
    });
});
