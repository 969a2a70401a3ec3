import { expect, test } from "vitest";
import { evaluateWithKeys } from "../../../policy-pack/evaluate.ts";
import { chart, inside, releaseOf } from "./chart.ts";

const template = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: {{ .Values.web.replicas }}
  template:
    spec:
      priorityClassName: {{ .Values.priorityClassName }}
      containers: [{name: web, resources: {{ toJson .Values.web.resources }}}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  replicas: 1
`;
const values =
    "web: {replicas: 1, resources: {}}\napi: {replicas: 1, livenessProbe: {}}\npriorityClassName: ''\nreplicas: 4\n";

const messages = async (files: Record<string, string>, id: string) => {
    const found = await inside([releaseOf(chart({ "templates/a.yaml": template, "values.yaml": values, ...files }))]);
    const { checks } = await evaluateWithKeys(found);
    return checks.find((check) => check.id === id)?.evidence.map(({ message }) => /\((in .*)\)$/.exec(message)?.[1]);
};

test.each([
    ["replicas-min", ["in the chart's values: web.replicas", undefined]],
    ["res-requests", ["in the chart's values: web.resources", undefined]],
    ["priority-class", ["in the chart's values: priorityClassName", undefined]],
])("%s names the key that the object is made of, and none where no key reaches it", async (id, keys) => {
    expect(await messages({}, id)).toEqual(keys);
});

test("no key is named where the chart does not render with all of them", async () => {
    const guard = { "templates/guard.yaml": "{{ if gt (int .Values.web.replicas) 9 }}{{ fail `no` }}{{ end }}" };
    expect(await messages(guard, "replicas-min")).toEqual([undefined, undefined]);
});
