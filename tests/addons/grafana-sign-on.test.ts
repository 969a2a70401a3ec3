import { search } from "@jmespath-community/jmespath";
import { describe, expect, it, test } from "vitest";
import { grafana } from "../../components/observability/grafana.ts";
import type { Values } from "../../components/platform/addon.ts";
import { charts } from "../../components/platform/charts.ts";
import { addonOf, args, assembled, profile, settingsOf } from "./example.ts";
import { chartPath, render } from "./render.ts";

const sso = {
    authorizationUrl: "https://login.example.com/authorize",
    tokenUrl: "https://login.example.com:8443/token",
    userInfoUrl: "https://login.example.com/userinfo",
    clientId: "grafana",
    clientSecretName: "sso/grafana",
    administratorGroup: "Platform Team",
    viewerGroup: "developers",
};
const monitoring = async (grafana: object) => addonOf(await assembled({ settings: { grafana } }), "monitoring");
const iniOf = (given: object): Values =>
    grafana(profile, { settings: settingsOf({ name: "shop", ...args, grafana: given }).grafana }, [])["grafana.ini"];

describe("Grafana with single sign-on", () => {
    it("shows no form for a password, and sends people to the issuer at once", () => {
        const { auth, "auth.generic_oauth": oauth } = iniOf({ sso });
        expect(auth).toEqual({ disable_login_form: true, oauth_auto_login: true });
        expect(oauth).toMatchObject({ enabled: true, client_id: "grafana", use_pkce: true, allow_sign_up: true });
    });

    it("has its client secret in a file that is copied from the store", async () => {
        const { values, before = [] } = await monitoring({ sso });
        const { client_secret } = values.grafana["grafana.ini"]["auth.generic_oauth"];
        const [, folder, key] = /^\$__file\{(.+)\/(\w+)\}$/.exec(client_secret) ?? [];
        const [mount] = values.grafana.extraSecretMounts;
        expect(mount).toMatchObject({ mountPath: folder, readOnly: true });
        const secret = before.find(({ metadata }) => metadata.name === mount.secretName);
        expect(secret).toMatchObject({
            kind: "ExternalSecret",
            spec: { data: [{ secretKey: key, remoteRef: { key: "sso/grafana", property: "clientSecret" } }] },
        });
        const { identities = [] } = addonOf(await assembled({ settings: { grafana: { sso } } }), "external-secrets");
        expect(JSON.stringify(identities)).toContain("secret:sso/grafana-??????");
    });

    it("reaches the issuer by its ports, and nobody where there is none", async () => {
        const flows = async (grafana: object) =>
            (await monitoring(grafana)).traffic.to.filter(({ peer }) => JSON.stringify(peer).includes("identity"));
        expect(await flows({ sso })).toEqual([
            { peer: { internet: "Grafana asks the identity provider who signs in." }, ports: [8443, 443] },
        ]);
        expect(await flows({})).toEqual([]);
    });

    it("keeps the cookie to HTTPS where people come by it", () => {
        const { server, security } = iniOf({ sso, url: "https://grafana.example.com" });
        expect([server.root_url, security.cookie_secure]).toEqual(["https://grafana.example.com", true]);
        expect(iniOf({ sso })).not.toHaveProperty("security");
    });

    it.skipIf(!chartPath(charts.kubePrometheusStack))("is what the chart makes of it", async () => {
        const addon = await monitoring({ sso });
        const objects = render(addon, addon.values);
        const file: string = objects.find(({ data }) => data?.["grafana.ini"])?.data["grafana.ini"];
        for (const line of [
            "disable_login_form = true",
            "client_secret = $__file{/etc/secrets/grafana-sso/clientSecret}",
            "role_attribute_path = contains(groups[*], 'Platform Team') && 'Admin' || contains(groups[*], 'developers') && 'Viewer'",
        ])
            expect(file.split("\n").map((each) => each.trim())).toContain(line);
    });
});

/** Who somebody is by the groups that the issuer tells of. */
test.each<[string, object, string[], unknown]>([
    ["administers", sso, ["Platform Team", "developers"], "Admin"],
    ["sees dashboards", sso, ["developers"], "Viewer"],
    ["is not let in", sso, ["Platform"], false],
    ["is not let in", sso, [], false],
    ["administers", { ...sso, viewerGroup: undefined }, ["Platform Team"], "Admin"],
    ["is not let in", { ...sso, viewerGroup: undefined }, ["developers"], false],
])("Somebody %s with %o in %o", (_, given, groups, role) => {
    const { role_attribute_path, role_attribute_strict } = iniOf({ sso: given })["auth.generic_oauth"];
    expect(search({ groups }, role_attribute_path)).toBe(role);
    expect(role_attribute_strict).toBe(true);
});

test("Without single sign-on there is the form, for the generated administrator", () => {
    expect(Object.keys(iniOf({}))).not.toContain("auth.generic_oauth");
    expect(iniOf({}).auth).toBeUndefined();
});
