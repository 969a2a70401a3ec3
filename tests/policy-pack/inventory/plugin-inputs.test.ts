import { expect, test } from "vitest";
import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import { secret } from "../../../policy-pack/inventory/unknown.ts";
import { completedRelease, zeroValues } from "../../../sandbox/providers/kubernetes/release-inputs.ts";
import { judged } from "../judged.ts";
import { object, resource } from "../ready/resource.ts";
import { chart, configMap, inside, releaseOf } from "../releases/chart.ts";
import { add, type Change, changed } from "../stack.ts";

const isRelease = ({ type }: Resource): boolean => type === "kubernetes:helm.sh/v3:Release";

/** The release as the plugin's Check returns it. */
const checked = (release: Resource): Resource => ({
    ...release,
    props: completedRelease(release, release.props, undefined, undefined, "0123abcd"),
});

const eachRelease =
    (change: (release: Resource) => Resource): Change =>
    (stack) =>
        stack.splice(0, stack.length, ...stack.map((each) => (isRelease(each) ? change(each) : each)));

const today = new Date("2026-11-21");

test("releases are judged alike as the program wrote them and as the plugin returns them", () => {
    expect(judged(changed(eachRelease(checked)), undefined, today)).toEqual(judged(changed(), undefined, today));
});

test.each(Object.entries(zeroValues))("that a release says nothing of %s, as %j, says nothing", (field, nothing) => {
    const filled = eachRelease((release) => ({ ...release, props: { [field]: nothing, ...release.props } }));
    expect(judged(changed(filled), undefined, today)).toEqual(judged(changed(), undefined, today));
});

test("a release as the plugin returns it is rendered, with the same objects", async () => {
    const path = chart({ "templates/probe.yaml": configMap(".Values.answer") });
    const written = releaseOf(path, { version: "1.0.0", values: { answer: "yes" } });
    const [before, after] = [await inside([written]), await inside([checked(written)])];
    expect(after.unrendered).toEqual([]);
    expect(after.resources.slice(1)).toEqual(before.resources.slice(1));
    expect(judged(after, undefined, today)).toEqual(judged(before, undefined, today));
});

test("a component that hands its arguments to the engine is judged as one that hands none", () => {
    const args = { name: "shop", endpointPublicAccess: true, version: "1.20", tags: {} };
    const component = (props: object) => changed(add(resource("eks:index:Cluster", "shop", props)));
    expect(judged(component(args), undefined, today)).toEqual(judged(component({}), undefined, today));
});

test("a Secret whose content the plugin seals carries a value all the same", () => {
    const sealed = object("core/v1:Secret", "password", { metadata: { namespace: "apps" }, data: secret });
    const found = judged(changed(add(sealed)), undefined, today);
    expect(found.filter(({ resource }) => resource === sealed.urn)).toContainEqual(
        expect.objectContaining({ check: "secret-from-store", status: "fail" }),
    );
});
