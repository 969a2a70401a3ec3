import * as f from "../../configuration/fields.ts";
import { type AccountService, accountService } from "../../configuration/made-by.ts";
import { type FalcoArgs, falco } from "./falco-args.ts";

/** Who notices an attack on what runs, and on the account around it. Severe findings go to the alert topic. */
export interface DetectionArgs {
    /**
     * Who makes GuardDuty's detector, which a region of an account has once: it reads the audit logs of the cluster, and
     * keeps an agent on its nodes. `stack` makes it, and leaves it there when the stack goes; `given` reads what another
     * stack or team has made; `none` is a weakness: nobody watches. Default `stack`.
     */
    guardDuty?: AccountService;
    /**
     * Whether GuardDuty scans the volumes of a machine that it suspects for malware; billed by GB. Default false: nodes
     * are Bottlerocket, and keep no data.
     */
    malwareScans?: boolean;
    /**
     * Who turns Security Hub on, which a region of an account has once: it gathers findings of further services. `stack`
     * and `given` as above. Default `none`: findings of GuardDuty and Inspector reach people without it, and its own
     * standards need AWS Config, which is the account's.
     */
    securityHub?: AccountService;
    /**
     * Whether CloudTrail records who reads or writes an object of the backups, and who reads a secret, in a bucket of its
     * own; billed by event. Default false.
     */
    auditTrail?: boolean;
    /** Falco on every node, beside GuardDuty or in place of it. Default: none. */
    falco?: FalcoArgs;
}

export const detection = f.object({
    guardDuty: accountService.default("stack"),
    malwareScans: f.flag.default(false),
    securityHub: accountService.default("none"),
    auditTrail: f.flag.default(false),
    falco: falco.optional(),
});
