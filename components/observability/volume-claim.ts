/** The volume of one replica, for the custom resources of the Prometheus operator. */
export const volumeClaim = (storageClassName: string, sizeGiB: number) => ({
    volumeClaimTemplate: {
        spec: {
            storageClassName,
            accessModes: ["ReadWriteOnce"],
            resources: { requests: { storage: `${sizeGiB}Gi` } },
        },
    },
});
