/** Why an API server cannot be used, in words that hold no secret. */
export class Obstacle extends Error {
    /** Waiting does not help. */
    readonly lasting: boolean;

    constructor(reason: string, { lasting = false } = {}) {
        super(reason);
        this.lasting = lasting;
    }
}
