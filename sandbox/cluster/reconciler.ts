import type { Api } from "./api.ts";
import { addressLoadBalancers } from "./load-balancers.ts";
import { NodePools } from "./node-pools.ts";
import { operatePrometheus } from "./prometheus-operator.ts";
import { Rounds } from "./rounds.ts";
import type { Shape } from "./shape.ts";
import { provideVolumes } from "./volumes.ts";
import { Webhooks } from "./webhooks.ts";

/** Milliseconds between two looks at the cluster. */
const period = 500;

/** Answers to what is wrong in itself. Other refusals mean that somebody was quicker, or that the server is busy: the next look shows. */
const errorsOfOurs = [400, 422];

/** Does what the cloud and operators would do: it looks at what is missing again and again, and adds it. */
export class Reconciler extends Rounds {
    readonly nodePools: NodePools;
    readonly webhooks: Webhooks;

    constructor(api: Api, shape: Shape) {
        const nodePools = new NodePools(api, shape);
        const webhooks = new Webhooks(api);
        const parts = [
            () => addressLoadBalancers(api, shape),
            () => provideVolumes(api, shape),
            () => operatePrometheus(api),
            () => nodePools.reconcile(),
            () => webhooks.reconcile(),
        ];
        super(parts, { period, passes: ({ code }) => !errorsOfOurs.includes(code) });
        this.nodePools = nodePools;
        this.webhooks = webhooks;
    }
}
