/** What people open in a browser. */
export interface WebApp {
    /** First label of its name below the setting `domain`. */
    name: string;
    /** Service in the part's namespace, and its port that speaks plain HTTP. */
    service: { name: string; port: number };
    /** Port of the pods behind it. */
    podPort: number;
    /** A browser stays with the pod that it signed in to. Default false: every pod knows every session. */
    sticky?: boolean;
}

/** One that has a name, a certificate and a route, as it is offered to the gateway. */
export interface NamedWebApp extends WebApp {
    host: string;
    namespace: string;
    /** Name of the part. */
    part: string;
}

/** The name of an application of the platform, such as `grafana.example.com`. */
export const hostOf = ({ name }: Pick<WebApp, "name">, domain: string): string => `${name}.${domain}`;

/** Where people find it. */
export const urlOf = ({ host }: NamedWebApp): string => `https://${host}`;
