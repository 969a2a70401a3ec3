/** Version of Elasticsearch and Kibana; one of those that the operator of the chart's version knows. */
export const stackVersion = "9.4.3";

export const imageOf = (program: "elasticsearch" | "kibana"): string =>
    `docker.elastic.co/${program}/${program}:${stackVersion}`;

export const namespace = "elasticsearch";

/** Name of the custom resource; the operator puts it before the names of all that it makes. */
export const cluster = "elasticsearch";

/** Service account of pods that do not call the Kubernetes API: it has no rights. */
export const account = "elasticsearch";

export const httpPort = 9200;

/** By this name, and without the domain of the cluster, the certificate knows it. */
export const host = `${cluster}-es-http.${namespace}.svc`;

/** Secret with the authority that signed the certificate, which the operator makes. */
export const certificateSecret = `${cluster}-es-http-certs-public`;
