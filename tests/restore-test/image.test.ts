import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { imageDigest } from "../../components/configuration/fields.ts";
import { root } from "../../sandbox/paths.ts";
import { type Registry, startRegistry } from "../images/registry.ts";

let registry: Registry;
let host: string;
let pushed: string;

beforeAll(async () => {
    registry = await startRegistry();
    host = registry.host;
    pushed = await push("shop/restore-test:1");
});

afterAll(() => registry?.stop());

async function push(image: string): Promise<string> {
    const run = await execa("make", ["--silent", "restore-test-image", `IMAGE=${host}/${image}`], { cwd: root });
    return run.stdout.trim();
}

// biome-ignore lint/suspicious/noExplicitAny: what a registry answers has as many shapes as there are media types
const get = async (path: string): Promise<any> => {
    const answer = await fetch(`http://${host}/v2/${path}`, { headers: { accept: "*/*" } });
    expect(answer.status, path).toBe(200);
    return answer.json();
};

const digestOf = (reference: string): string => reference.split("@")[1] ?? "";

test("What is pushed is said by its digest, as the argument takes it", () => {
    expect(pushed).toMatch(new RegExp(`^${host}/shop/restore-test@sha256:`));
    expect(imageDigest.safeParse(pushed).success).toBe(true);
});

test("The same sources give the same digest, wherever they are pushed to", async () => {
    expect(digestOf(await push("other/restore-test:2"))).toBe(digestOf(pushed));
});

test("It is one file for each architecture, run by nobody", async () => {
    const index = await get(`shop/restore-test/manifests/${digestOf(pushed)}`);
    const platforms = index.manifests.map(({ platform }: { platform: { architecture: string } }) => platform);
    expect(platforms).toEqual([
        { os: "linux", architecture: "amd64" },
        { os: "linux", architecture: "arm64" },
    ]);
    for (const { digest, platform } of index.manifests) {
        const { layers, config } = await get(`shop/restore-test/manifests/${digest}`);
        expect(layers).toHaveLength(1);
        expect(await get(`shop/restore-test/blobs/${config.digest}`)).toMatchObject({
            architecture: platform.architecture,
            config: { User: "65532:65532", Entrypoint: ["/restore-test"] },
        });
        const layer = await fetch(`http://${host}/v2/shop/restore-test/blobs/${layers[0].digest}`);
        const { stdout } = await execa("tar", ["-tvz"], { input: new Uint8Array(await layer.arrayBuffer()) });
        expect(stdout.split("\n")).toEqual([expect.stringMatching(/^-r-xr-xr-x 0\/0 .* restore-test$/)]);
    }
});

test("Each has a list of what is in it, with the versions that were compiled", async () => {
    const { manifests } = await get(`shop/restore-test/manifests/${digestOf(pushed)}`);
    for (const { digest } of manifests) {
        // Where a registry lists no referrers, as this one, they stand under a tag.
        const referrers = await get(`shop/restore-test/manifests/${digest.replace(":", "-")}`);
        const [list] = referrers.manifests;
        const { layers } = await get(`shop/restore-test/manifests/${list.digest}`);
        const { bomFormat, components } = await get(`shop/restore-test/blobs/${layers[0].digest}`);
        expect(bomFormat).toBe("CycloneDX");
        const { stdout } = await execa("go", ["list", "-m", "k8s.io/client-go"], { cwd: join(root, "restore-test") });
        const [name, version] = stdout.split(" ");
        expect(components).toContainEqual(expect.objectContaining({ name, version }));
        expect(components.map((each: { name: string }) => each.name)).not.toContain(
            "github.com/google/go-containerregistry",
        );
    }
});
