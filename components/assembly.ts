import type { ImageSource } from "./images/image-source.ts";
import { pullLabel } from "./images/pull-secret.ts";
import type { Offers } from "./offers.ts";
import type { Part, PartAddon, PartOutputs, Platform } from "./part.ts";
import type { Addon } from "./platform/addon.ts";
import { imageValues } from "./platform/chart-images.ts";
import { dashboardConfigMap } from "./platform/dashboard.ts";
import { withBothSides } from "./platform/flows.ts";
import { type ImageRelay, relayedObject, relayedValues } from "./platform/image-relay.ts";
import { mergedValues } from "./platform/merged-values.ts";
import { meshed, withSidecars } from "./platform/mesh.ts";
import { packagedRunbooks, prometheusRule } from "./platform/rules.ts";
import { hostOf, type NamedWebApp } from "./platform/web-app.ts";
import type { Selection } from "./selection.ts";
import type { Settings } from "./settings.ts";

/** Second pass: the add-ons, with the flows between them, and what they tell the user of the stack. */
export function assemble(
    { parts, offers, exemptions }: Selection,
    settings: Settings,
    { relay, openRelay, ...cluster }: Pick<Platform, "profile" | "eks"> & Pick<ImageSource, "relay" | "openRelay">,
): { addons: Addon[]; outputs: PartOutputs } {
    const secretReaders = parts.flatMap(({ namespace, reads }) => {
        const secretNames = reads?.(settings);
        return namespace && secretNames ? [{ namespace: namespace.name, secretNames }] : [];
    });
    const namespaces = parts.flatMap(({ namespace, usersOwn }) => (namespace && !usersOwn ? [namespace.name] : []));
    const webApps = namedWebApps(parts, settings);
    const ownNamespaces = parts.flatMap(({ namespace }) => (namespace ? [namespace.name] : []));
    const restorers = parts.flatMap(({ restores }) => restores ?? []);
    const platform = {
        ...cluster,
        offers,
        exemptions,
        namespaces,
        ownNamespaces,
        restorers,
        secretReaders,
        webApps,
    };
    const isOpen = (part: Part) => openRelay !== undefined && (part.first === true || part.handsOutCredential === true);
    const first = parts.flatMap((part) => (part.first || isOpen(part) ? [part.name] : []));
    /** Those that come before everything, of which each comes after those before it. */
    const before = (name: string) => (first.includes(name) ? first.slice(0, first.indexOf(name)) : first);
    const built = parts.flatMap((part) => {
        const { name, namespace, usersOwn } = part;
        const webApp = webApps.find((app) => app.part === name);
        const addon = opened(build(part, settings, { ...platform, webApp }), { webApp, gateway: offers.gateway });
        if (addon && namespace) {
            const through = isOpen(part) ? openRelay : relay;
            const pulling = openRelay !== undefined && !isOpen(part);
            return [
                {
                    name,
                    namespace: pulling ? { ...namespace, labels: { ...namespace.labels, ...pullLabel } } : namespace,
                    addon: through && !usersOwn ? throughRelay(addon, through) : addon,
                },
            ];
        }
        if (addon || namespace) throw new Error(`${name} has no namespace to run in, or one in which nothing runs`);
        return [];
    });
    const runbooks = settings.alerts?.runbookUrl ?? packagedRunbooks;
    const addons = built.map(
        ({ name, namespace, addon: { outputs: _, rules = [], dashboards = [], values = {}, ...addon } }) => ({
            ...addon,
            ...(before(name).length > 0 && { needs: [...(addon.needs ?? []), ...before(name)] }),
            name,
            namespace,
            after: [
                ...(addon.after ?? []),
                ...(rules.length > 0 ? [prometheusRule({ name, namespace }, rules, runbooks)] : []),
                ...dashboards.map((dashboard) => dashboardConfigMap({ name, namespace }, dashboard)),
            ],
            values: mergedValues(
                values,
                Object.hasOwn(settings.chartValues, name) ? settings.chartValues[name] : undefined,
            ),
        }),
    );
    const flowing = withBothSides(offers.mesh ? withSidecars(addons, offers.mesh) : addons);
    return {
        addons: offers.mesh ? meshed(flowing, offers.mesh) : flowing,
        outputs: Object.assign({}, ...built.map(({ addon }) => addon.outputs)),
    };
}

function build(part: Part, settings: Settings, platform: Platform) {
    if (part.onlyOnEks === undefined) return part.addon(settings, platform);
    if (!platform.eks) throw new Error(`${part.name} is there on EKS only: ${part.onlyOnEks}`);
    return part.addon(settings, { ...platform, eks: platform.eks });
}

/** What people open, where the settings give it a domain. */
const namedWebApps = (parts: readonly Part[], settings: Settings): NamedWebApp[] =>
    parts.flatMap(({ name: part, namespace, opens }) => {
        const app = opens?.(settings);
        if (!app || !namespace || settings.domain === undefined) return [];
        return [{ ...app, host: hostOf(app, settings.domain), namespace: namespace.name, part }];
    });

/** The gateway comes in to what people open. */
const opened = <Built extends PartAddon | undefined>(
    addon: Built,
    { webApp, gateway }: { webApp?: NamedWebApp; gateway: Offers["gateway"] },
): Built =>
    addon && webApp && gateway
        ? {
              ...addon,
              traffic: {
                  ...addon.traffic,
                  from: [...addon.traffic.from, { peer: gateway.from, ports: [webApp.podPort] }],
              },
          }
        : addon;

/** Every image that the part or its chart names comes through the relay; a user's chart names its own. */
const throughRelay = (addon: PartAddon, relay: ImageRelay): PartAddon => ({
    ...addon,
    values: relayedValues(mergedValues(addon.chart ? imageValues(addon.chart) : {}, addon.values), relay),
    before: addon.before?.map((object) => relayedObject(object, relay)),
    after: addon.after?.map((object) => relayedObject(object, relay)),
});
