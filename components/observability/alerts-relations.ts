import type { Mistake } from "../configuration/mistake.ts";
import { isOnEks } from "../configuration/on-eks.ts";
import { mistakeIf, type Relation } from "../configuration/relation.ts";
import type { Settings } from "../settings.ts";

type Alerts = NonNullable<Settings["alerts"]>;
type Route = Alerts["routes"][number];

/** The component's own receiver. */
const topic = "topic";

/** What must hold between routes and receivers, and what their secrets are for. */
export const alertsRelations: Relation<Settings>[] = [
    { fields: ["alerts"], broken: ({ alerts }) => (alerts ? [...ofRoutes(alerts), ...ofReceivers(alerts)] : []) },
    ...(["gitops", "grafana"] as const).map(
        (application): Relation<Settings> => ({
            fields: ["alerts", application, "cluster"],
            broken: ({ alerts, [application]: { sso }, cluster }) => {
                const whole =
                    alerts && sso && isOnEks({ cluster }) ? wholeTexts(alerts).get(sso.clientSecretName) : undefined;
                return mistakeIf(
                    whole !== undefined,
                    `${application}.sso.clientSecretName`,
                    `is ${whole}, whose whole text is a credential; give a secret with the key clientSecret`,
                );
            },
        }),
    ),
];

/** Secrets whose whole text is taken, each with the path that names it. */
const wholeTexts = ({ heartbeatUrlSecret, receivers }: Alerts): Map<string, string> =>
    new Map([
        ...receivers.map(({ secretName }, index) => [secretName, `alerts.receivers[${index}].secretName`] as const),
        [heartbeatUrlSecret, "alerts.heartbeatUrlSecret"],
    ]);

const ofRoutes = ({ routes, receivers }: Alerts): Mistake[] =>
    routes.flatMap((route, index) => {
        const path = `alerts.routes[${index}]`;
        const names = [topic, ...receivers.map(({ name }) => name)];
        const earlier = routes.slice(0, index).findIndex((other) => takesAllOf(other, route));
        return [
            ...mistakeIf(
                !names.includes(route.receiver),
                `${path}.receiver`,
                `${route.receiver} is no receiver; allowed are ${names.join(", ")}`,
            ),
            ...mistakeIf(earlier >= 0, path, `takes nothing: [${earlier}] stands before it, and takes all of it`),
        ];
    });

const ofReceivers = ({ heartbeatUrlSecret, receivers, routes }: Alerts): Mistake[] =>
    receivers.flatMap(({ name, secretName }, index) => [
        ...mistakeIf(
            !routes.some(({ receiver }) => receiver === name),
            `alerts.receivers[${index}]`,
            "is told nothing: no route names it; add one to alerts.routes",
        ),
        ...mistakeIf(
            secretName === heartbeatUrlSecret,
            `alerts.receivers[${index}].secretName`,
            "is alerts.heartbeatUrlSecret, the address of the dead-man switch; give a secret of its own",
        ),
    ]);

const takesAllOf = (one: Route, other: Route): boolean =>
    holdsAll(one.severities, other.severities) &&
    holdsAll(one.teams, other.teams) &&
    holdsAll(one.namespaces, other.namespaces);

/** What is not given takes everything. */
const holdsAll = (some: readonly string[] | undefined, others: readonly string[] | undefined): boolean =>
    some === undefined || others?.every((other) => some.includes(other)) === true;
