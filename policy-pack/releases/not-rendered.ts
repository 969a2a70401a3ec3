/** Why a release cannot be seen inside: one clause for people, without any value. */
export class NotRendered extends Error {}

/** The run's time for rendering is over. */
export class OutOfTime extends NotRendered {}
