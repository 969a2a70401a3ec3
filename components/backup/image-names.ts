import type { ConfigMap } from "../platform/kubernetes-object.ts";

/**
 * Has Velero name images as they are called here, in all that it restores. Velero looks for such a ConfigMap by its labels,
 * and restores no pod where there are two (1.18.3, `pkg/restore/actions/change_image_name_action.go`): this one has the
 * name that its manual gives it. It looks for the text anywhere in an image's name, so each ends where a registry does.
 */
export function imageNames(registries: Readonly<Record<string, string>>, namespace: string): ConfigMap[] {
    const rows = Object.entries(registries).map(([there, here], index) => [`case${index + 1}`, `${there}/,${here}/`]);
    if (rows.length === 0) return [];
    return [
        {
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: {
                name: "change-image-name",
                namespace,
                labels: { "velero.io/plugin-config": "", "velero.io/change-image-name": "RestoreItemAction" },
            },
            data: Object.fromEntries(rows),
        },
    ];
}
