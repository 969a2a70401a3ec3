import { restrictedPod, unprivileged } from "../../platform/workload.ts";

/** User of the image, which knows no other and has no file but the program. */
const nobody = 65532;

/** What every pod of the restore test has in common. */
export const confinedPod = {
    securityContext: { ...restrictedPod, runAsUser: nobody, runAsGroup: nobody, fsGroup: nobody },
};

/** What every container of it has. */
export const confinedContainer = {
    securityContext: { ...unprivileged, readOnlyRootFilesystem: true },
    terminationMessagePolicy: "FallbackToLogsOnError" as const,
};

/** Probes of a container whose port is called `http`. */
export const probes = (ready: string) => ({
    readinessProbe: { httpGet: { path: ready, port: "http" }, periodSeconds: 10 },
    livenessProbe: { httpGet: { path: "/livez", port: "http" }, periodSeconds: 20 },
});
