import type { Part } from "../../part.ts";

/** AWS X-Ray: the collector sends to it by its identity, and people read it in CloudWatch's console. */
export const xray: Part = {
    name: "x-ray",
    onlyOnEks: "it keeps traces in AWS X-Ray",
    awsApis: ["xray"],
    offers: () => ({
        traces: {
            needs: [],
            flow: { peer: "aws" },
            // X-Ray has no resources that the right to write could be limited to.
            permissions: [
                {
                    Sid: "WriteTraces",
                    Effect: "Allow",
                    Action: ["xray:PutTraceSegments"],
                    Resource: "*",
                },
            ],
            exporter: ({ region }) => ({ name: "awsxray", settings: { region } }),
        },
    }),
    addon: () => undefined,
};
