const repository = "https://charts.example.com";

/** Charts of our own, planned through the same door as everybody's. */
export const operatorChart = {
    name: "operator",
    chart: "operator",
    version: "1.0.0",
    repository,
    values: { owner: "platform" },
};
export const shopChart = {
    name: "shop",
    chart: "shop",
    version: "2.3.0",
    repository,
    values: { service: { type: "ClusterIP" } },
};

/** The shop's widgets are served by the operator: it comes first and goes last. */
export const rightOrder = [operatorChart, { ...shopChart, needs: ["operator"] }];

/** What these charts need of admission. */
export const fixtureAdmission = {
    imageRegistries: ["registry.example.com/*"],
    exemptNamespaces: [
        { namespace: "shop", policies: ["secret-from-store"], reason: "the fixture makes a password of its own" },
    ],
};
