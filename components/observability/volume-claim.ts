/**
 * The volume of one replica, for the custom resources of the Prometheus operator. Without a class the default one
 * counts.
 */
export const volumeClaim = (storageClassName: string | undefined, sizeGiB: number) => ({
    volumeClaimTemplate: {
        spec: {
            ...(storageClassName && { storageClassName }),
            accessModes: ["ReadWriteOnce"],
            resources: { requests: { storage: `${sizeGiB}Gi` } },
        },
    },
});
