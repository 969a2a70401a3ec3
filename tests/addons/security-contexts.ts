import { type ImageFacts, images, published } from "./images.ts";
import type { Rendered } from "./render.ts";
import { scanJobs } from "./scan-jobs.ts";
import { workloads } from "./workloads.ts";

/** A container with the pod around it. */
export interface Running {
    name: string;
    container: Rendered;
    pod: Rendered;
    /** Names of the claims that a StatefulSet makes for each pod. */
    claims: string[];
}

/** Every container that a release starts, and those that its controllers start later of what it brings. */
export function running(objects: Rendered[]): Running[] {
    const claimsOf = (name: string): string[] =>
        objects
            .filter(({ kind, metadata }) => kind === "StatefulSet" && metadata.name === name)
            .flatMap(({ spec }) => spec.volumeClaimTemplates ?? [])
            .map(({ metadata }) => metadata.name);
    const rendered = workloads([...objects, ...scanJobs(objects)]).flatMap(({ kind, name, pod, containers }) =>
        containers.map((container) => ({
            name: `${kind} ${name}/${container.name}`,
            container,
            pod,
            claims: kind === "StatefulSet" ? claimsOf(name) : [],
        })),
    );
    return [
        ...rendered,
        ...operated(objects),
        ...proxies(objects),
        ...nginxProxies(objects),
        ...calico(objects),
        ...dataMovers(rendered),
    ];
}

/** What the Prometheus operator makes of a Prometheus and an Alertmanager (its version 0.93.0, `pkg/`). */
function operated(objects: Rendered[]): Running[] {
    const reloader = objects
        .flatMap((object) => (object.kind === "Deployment" ? object.spec.template.spec.containers : []))
        .flatMap(({ args }: Rendered) => args ?? [])
        .map((argument: string) => /^--prometheus-config-reloader=(.+)/.exec(argument)?.[1])
        .find(Boolean);
    const unnamed = "an image that the operator chooses";
    return objects
        .filter(({ kind }) => kind === "Prometheus" || kind === "Alertmanager")
        .flatMap(({ kind, metadata, spec }) => {
            const app = kind.toLowerCase();
            const mount = (name: string, mountPath: string) => ({ name, mountPath });
            const out = mount("config-out", `/etc/${app}/config_out`);
            const container = (name: string, image: string, volumeMounts: Rendered[]): Running => ({
                name: `${kind} ${metadata.name}/${name}`,
                container: { name, image, volumeMounts, securityContext: { readOnlyRootFilesystem: true } },
                pod: { securityContext: spec.securityContext, volumes: [{ name: out.name, emptyDir: {} }] },
                claims: ["storage"],
            });
            return [
                container(app, spec.image, [mount("storage", `/${app}`), out]),
                container(`config-reloader of ${kind}`, reloader ?? unnamed, [out]),
            ];
        });
}

/** What the Tigera operator makes of an Installation for policies alone (1.42.3, `pkg/render`). */
function calico(objects: Rendered[]): Running[] {
    const root = { runAsUser: 0, runAsGroup: 0, runAsNonRoot: false };
    const pods: [name: string, image: string, securityContext: object][] = [
        ["calico-node", "node", root],
        ["ebpf-bootstrap", "node", root],
        ["calico-typha", "typha", { runAsUser: 10_001, runAsGroup: 10_001, runAsNonRoot: true }],
        ["calico-kube-controllers", "kube-controllers", { runAsUser: 999, runAsGroup: 0, runAsNonRoot: true }],
    ];
    return objects
        .filter(({ apiVersion, kind }) => apiVersion === "operator.tigera.io/v1" && kind === "Installation")
        .flatMap(({ spec }) =>
            pods.map(([name, image, securityContext]) => ({
                name: `calico-system/${name}`,
                container: { name, image: `${spec.registry}calico/${image}:v3.32.1`, securityContext },
                pod: {},
                claims: [],
            })),
        );
}

/** What NGINX Gateway Fabric makes of a Gateway (2.6.7, `internal/controller/provisioner/objects.go`). */
function nginxProxies(objects: Rendered[]): Running[] {
    const folders = ["conf.d", "stream-conf.d", "main-includes", "events-includes", "secrets", "includes"];
    const written = [
        ...folders.map((folder) => `/etc/nginx/${folder}`),
        ...["/etc/nginx-agent", "/var/log/nginx-agent", "/var/lib/nginx-agent", "/var/run/nginx", "/var/cache/nginx"],
    ];
    return objects
        .filter(({ kind }) => kind === "NginxProxy")
        .map(({ spec }) => {
            const { repository, tag } = spec.kubernetes.deployment.container.image;
            return {
                name: "proxy/nginx",
                container: {
                    name: "nginx",
                    image: `${repository}:${tag}`,
                    securityContext: { runAsUser: 101, runAsGroup: 1001, readOnlyRootFilesystem: true },
                    volumeMounts: written.map((mountPath) => ({ name: "own", mountPath })),
                },
                pod: {
                    securityContext: { runAsNonRoot: true, fsGroup: 1001 },
                    volumes: [{ name: "own", emptyDir: {} }],
                },
                claims: [],
            };
        });
}

/**
 * What Envoy Gateway makes of a Gateway: its own image beside the one of Envoy that it knows (1.9.0,
 * `internal/infrastructure/kubernetes/proxy/resource.go`, `api/v1alpha1/shared_types.go`).
 */
function proxies(objects: Rendered[]): Running[] {
    const controller = objects.find(({ kind, metadata }) => kind === "Deployment" && metadata.name === "envoy-gateway");
    if (!controller) return [];
    const container = (name: string, image: string): Running => ({
        name: `proxy/${name}`,
        container: {
            name,
            image,
            securityContext: { runAsNonRoot: true, runAsUser: 65_532, runAsGroup: 65_532 },
        },
        pod: {},
        claims: [],
    });
    return [
        container("envoy", "docker.io/envoyproxy/envoy:distroless-v1.39.0"),
        container("shutdown-manager", controller.spec.template.spec.containers[0].image),
    ];
}

/** What Velero's node agent starts to copy a volume: its image and volumes, as root (1.18.1, `pkg/exposer`). */
const dataMovers = (rendered: Running[]): Running[] =>
    rendered
        .filter(({ container }) => container.args?.[0] === "node-agent")
        .map(({ name, container, pod, claims }) => ({
            name: `${name}, data mover`,
            container: { ...container, name: "data-mover", securityContext: undefined },
            pod: { ...pod, securityContext: { runAsUser: 0 } },
            claims,
        }));

/** Where a security context does not fit the image that runs in it, in words. Nothing is said of what is unknown. */
export function misfits({ container, pod, claims }: Running, facts = images[published(container.image)]): string[] {
    if (facts === "unknown") return [];
    if (!facts) return [`nothing is known of the image ${container.image}`];
    const set = { ...pod.securityContext, ...container.securityContext };
    const [imageUser, imageGroup] = facts.user?.split(":").map(Number) ?? [];
    const user: number | undefined = set.runAsUser ?? imageUser;
    const group: number | undefined = set.runAsGroup ?? (set.runAsUser === undefined ? imageGroup : undefined);
    if (user === undefined) return ["no user is set, and that of the image is not known"];

    const known = facts.homes ? Object.keys(facts.homes).map(Number) : [imageUser];
    const volumes = writableMounts(container, pod, claims);
    const paths = [
        ...(facts.writes["*"] ?? []),
        ...(facts.writes[container.name] ?? []),
        ...homeOf(facts, user, container),
    ];
    const owns = known.includes(user) && !set.readOnlyRootFilesystem;
    const lost = owns ? [] : paths.filter((path) => !volumes.some(({ mountPath }) => isBelow(path, mountPath)));
    const claimed = volumes.some(({ claim }) => claim);
    const faults: [boolean, string][] = [
        [!facts.anyUser && !known.includes(user), `the image does not know user ${user}, but ${known.join(" and ")}`],
        [
            !facts.anyUser && user === imageUser && group !== undefined && group !== imageGroup,
            `user ${user} is in group ${imageGroup}, not ${group}`,
        ],
        [set.runAsNonRoot === true && user === 0, "the image would run as root, which runAsNonRoot forbids"],
        [
            claimed && user !== 0 && set.fsGroup === undefined,
            `user ${user} cannot write to a new volume without fsGroup`,
        ],
        ...lost.map((path): [boolean, string] => [true, `user ${user} cannot write to ${path}`]),
    ];
    return faults.filter(([found]) => found).map(([, fault]) => fault);
}

/**
 * The home that the program writes below: what HOME says, or else that of the user; `/` where the image knows no such.
 */
function homeOf({ homes }: ImageFacts, user: number, { env }: Rendered): string[] {
    if (!homes) return [];
    const said = (env ?? []).find(({ name }: Rendered) => name === "HOME")?.value;
    return [said ?? homes[user] ?? "/"];
}

function writableMounts({ volumeMounts }: Rendered, { volumes }: Rendered, claims: string[]) {
    const kinds = ["emptyDir", "hostPath", "persistentVolumeClaim", "ephemeral"];
    return ((volumeMounts ?? []) as Rendered[])
        .filter(({ readOnly }) => !readOnly)
        .flatMap(({ name, mountPath }) => {
            const volume = (volumes ?? []).find((candidate: Rendered) => candidate.name === name) ?? {};
            const claim = claims.includes(name) || "persistentVolumeClaim" in volume || "ephemeral" in volume;
            return claim || kinds.some((kind) => kind in volume) ? [{ mountPath: String(mountPath), claim }] : [];
        });
}

const isBelow = (path: string, folder: string) => path === folder || path.startsWith(`${folder.replace(/\/$/, "")}/`);
