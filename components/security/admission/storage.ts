import type { Policy } from "./policy.ts";

export const storagePolicies: Policy[] = [
    {
        id: "storageclass-safe",
        action: "deny",
        match: [{ group: "storage.k8s.io", version: "v1", resources: ["storageclasses"] }],
        judged: (object) =>
            `[dyn(${object}.provisioner), dyn(${object}.?parameters), dyn(${object}.?allowVolumeExpansion)]`,
        variables: {
            efs: 'object.provisioner == "efs.csi.aws.com"',
            parameters: "object.?parameters.orValue({})",
        },
        validations: [
            {
                expression: 'object.provisioner.matches("\\\\.csi\\\\.|^csi\\\\.|^driver\\\\.longhorn\\\\.io$")',
                message: "the provisioner is not a CSI driver; use ebs.csi.aws.com",
            },
            {
                // Of a driver that has another word for it, or that AWS encrypts always, nothing is said.
                expression:
                    '!(object.provisioner in ["ebs.csi.aws.com", "ebs.csi.eks.amazonaws.com", "driver.longhorn.io"]) || ' +
                    'variables.parameters[?"encrypted"].orValue("") == "true"',
                message: 'volumes are not encrypted; set parameters.encrypted "true"',
            },
            {
                expression: 'variables.efs || object.?volumeBindingMode.orValue("") == "WaitForFirstConsumer"',
                message: "volumes are made in any zone; set volumeBindingMode WaitForFirstConsumer",
            },
            {
                expression: "variables.efs || object.?allowVolumeExpansion.orValue(false)",
                message: "volumes cannot grow; set allowVolumeExpansion",
            },
            {
                expression: 'object.?reclaimPolicy.orValue("") == "Retain"',
                message: "volumes are deleted with their claim; set reclaimPolicy Retain",
            },
            {
                expression: '!variables.efs || variables.parameters[?"provisioningMode"].orValue("") == "efs-ap"',
                message: "volumes share one file system root; set parameters.provisioningMode efs-ap",
            },
        ],
    },
];
