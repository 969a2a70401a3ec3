/** What an image reference says, or a pattern of such in which `*` stands for any characters. */
export interface ImageReference {
    /** The registry that it names. Default: none, it is Docker Hub. */
    registry?: Registry;
    /** The path in the registry, without tag and digest; of a pattern, one that holds the paths of all images that match it. */
    repository: string;
}

interface Registry {
    /** Name, with the port where there is one. */
    host: string;
    name: string;
    /** Default: none, and none where it is no port that there is. */
    port?: number;
}

/**
 * Reads a reference as whoever pulls does: what stands before the first slash is a registry where it has a dot or a port, or is
 * `localhost`, and an organisation of Docker Hub otherwise; without a slash a colon begins a tag
 * (https://github.com/distribution/reference/blob/v0.6.0/normalize.go). A `*` may stand for a dot.
 */
export function imageReference(reference: string): ImageReference {
    const [, first, rest] = /^([^/]*)\/(.*)$/s.exec(reference) ?? [];
    if (first === undefined || rest === undefined || !/[.:*A-Z]|^localhost$/.test(first))
        return { repository: untagged(reference) };
    const [, name = first, port] = /^(.*?):(.*)$/s.exec(first) ?? [];
    return {
        registry: { host: first, name, ...(isPort(port) && { port: Number(port) }) },
        repository: repositoryOf(rest),
    };
}

const untagged = (path: string): string => path.replace(/[:@].*$/s, "");

/** Where no colon ends the name, a `*` of its last part may have passed the tag's: `*-prod` is `web:1.2-prod`, too. */
const repositoryOf = (path: string): string =>
    /^[^:@]*:/.test(path) ? untagged(path) : untagged(path).replace(/\*[^/]*$/, "*");

const isPort = (text = ""): boolean => /^[1-9]\d{0,4}$/.test(text) && Number(text) < 65536;

/**
 * The registry that a reference names with nothing in it, which reads as an image of Docker Hub, the port as its tag. Undefined where it
 * names more, or none. What stands behind the name is no part of it but a port: `ghcr.io*` is `ghcr.io.example.net/x` too.
 */
export function registryAlone(reference: string): string | undefined {
    const { registry, repository } = imageReference(reference);
    if (registry || !/^[^/]*\.[^/]*$|^localhost$/.test(repository)) return undefined;
    const port = reference.slice(repository.length + 1);
    return repository.replace(/(?<=\w)\*+$/, "") + (reference.includes("@") || !isPort(port) ? "" : `:${port}`);
}
