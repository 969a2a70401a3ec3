import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { schedules } from "../../components/backup/schedules.ts";
import type { Values } from "../../components/platform/addon.ts";
import { addonOf, addons, assembled, keyArn, primary, profile } from "./example.ts";

const hours = (ttl: string): number => {
    const [, whole] = /^(\d+)h0m0s$/.exec(ttl) ?? [];
    return Number(whole);
};

describe("Backup schedules", () => {
    it("keep every backup until its successor's run has had its time", () => {
        const { "every-6h": often, weekly } = schedules(5, []);
        expect(often.schedule).toBe("0 */6 * * *");
        expect(hours(often.template.ttl)).toBe(24 + 6);
        expect(weekly.schedule).toBe("30 1 * * 0");
        expect(hours(weekly.template.ttl)).toBe((7 + 1) * 24);
        expect(hours(schedules(5, []).monthly.template.ttl)).toBe(43848);
        expect(hours(schedules(3, []).monthly.template.ttl)).toBe(26304);
    });

    it("keep the monthly backup for all of its years, leap years included, and not two days longer", () => {
        fc.assert(
            fc.property(
                fc.integer({ min: 1, max: 10 }),
                fc.date({ min: new Date("2026-01-01"), max: new Date("2096-01-01"), noInvalidDate: true }),
                (years, taken) => {
                    const due = new Date(taken);
                    due.setUTCFullYear(taken.getUTCFullYear() + years);
                    const kept = taken.getTime() + hours(schedules(years, []).monthly.template.ttl) * 3_600_000;
                    expect(kept).toBeGreaterThanOrEqual(due.getTime());
                    expect(kept - due.getTime()).toBeLessThan(2 * 86_400_000 + 1);
                },
            ),
        );
    });

    it("start at different minutes", () => {
        const starts = Object.values(schedules(5, [])).map(({ schedule }) => schedule.split(" ").slice(0, 2).join(" "));
        expect(new Set(starts).size).toBe(3);
    });

    it("cover all namespaces, move the contents of volumes out of them, and survive their own deletion", () => {
        for (const { template, useOwnerReferencesInBackup } of Object.values(schedules(5, []))) {
            expect(template).toMatchObject({ includedNamespaces: ["*"], snapshotMoveData: true });
            expect(useOwnerReferencesInBackup).toBe(false);
        }
    });
});

describe("Velero", () => {
    const velero = addonOf(addons, "velero");
    const bucket = "shop-backups-123456789012-eu-west-1-an";

    it("writes to one encrypted bucket, by its identity and no stored credential", () => {
        expect(velero.values.configuration.backupStorageLocation).toEqual([
            {
                name: "default",
                provider: "aws",
                bucket,
                accessMode: "ReadWrite",
                default: true,
                config: { region: "eu-west-1", kmsKeyId: keyArn },
            },
        ]);
        expect(velero.values.credentials).toEqual({ useSecret: false });
    });

    it("reads the primary's backups on a standby, and leaves them alone", async () => {
        const standby = addonOf(await assembled({ standby: primary }), "velero");
        const [own, other] = standby.values.configuration.backupStorageLocation;
        expect(own).toMatchObject({ bucket, accessMode: "ReadWrite", default: true });
        expect(other).toMatchObject({ name: "primary", bucket: "shop-replica", accessMode: "ReadOnly" });
        expect(other).not.toHaveProperty("default");
    });

    it("starts no server before the password of the copies is there, in the place where Velero looks for it", () => {
        const { before = [], values, needs } = velero;
        const secret = before.find(({ kind }) => kind === "ExternalSecret") as Values | undefined;
        expect(secret?.metadata).toEqual({ name: "velero-repo-credentials", namespace: "velero" });
        expect(secret?.spec.data).toEqual([
            { secretKey: "repository-password", remoteRef: { key: "shop/velero-repo-credentials" } },
        ]);
        expect(values.extraVolumes).toContainEqual(
            expect.objectContaining({ secret: { secretName: secret?.metadata.name } }),
        );
        expect(needs).toContain("external-secrets");
    });

    it("lets the pods that copy volumes onto every node of the platform", () => {
        // Velero hands on the first toleration with this very key, and none without a key (1.18.1,
        // pkg/util/third_party.go).
        const handedOn = (velero.values.nodeAgent.tolerations as Values[]).find(
            ({ key }) => key === "CriticalAddonsOnly",
        );
        expect(profile.systemTolerations).toMatchObject([{ key: handedOn?.key, operator: handedOn?.operator }]);
        expect(handedOn).not.toHaveProperty("effect");
    });
});
