import * as aws from "../configuration/aws-fields.ts";
import * as f from "../configuration/fields.ts";

/** A managed node group. */
export interface NodeGroupArgs {
    /**
     * EC2 instance types of one architecture, 20 at most, with more than 2 GiB. Default `["m7g.xlarge"]`: 4 vCPU, 16
     * GiB, Graviton.
     */
    instanceTypes?: string[];
    /** Fewest nodes. Default 3, one a zone. */
    minSize?: number;
    /** Most nodes, for updates and for a person who adds some: nothing scales this group by itself. Default 6. */
    maxSize?: number;
    /** Size of the encrypted gp3 data volume, GiB. Default 100. */
    diskSizeGiB?: number;
}

export const systemNodes = f.object({
    instanceTypes: f
        .list(aws.instanceType)
        .min(1, "give at least one instance type")
        .max(20, "a node group takes 20 instance types at most")
        .default(["m7g.xlarge"]),
    minSize: f.integer(2, 450).default(3),
    maxSize: f.integer(2, 450).default(6),
    diskSizeGiB: f.integer(20, 16384).default(100),
});
