/** What a cluster of a pair is, and was. */
interface Standby {
    active: boolean;
    wasPrimary: boolean;
}

/** Whether a cluster never was the primary of its pair. */
export const isSecond = <Second extends Standby>(it: Second | undefined): it is Second => it?.wasPrimary === false;

/** Whether a cluster is a standby that is not the primary now. */
export const isWaiting = (it: Standby | undefined): boolean => it?.active === false;
