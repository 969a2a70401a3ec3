/** Names of all steps that an exercise must have, in their order, whatever happens while it runs. */
export function planned(rounds: number, oneWay: boolean): string[] {
    const [prod, dr] = [
        { stack: "prod", region: "eu-west-1" },
        { stack: "dr", region: "eu-central-1" },
    ];
    const legs = oneWay ? [[prod, dr] as const] : [[prod, dr] as const, [dr, prod] as const];
    const once = legs.flatMap(([from, to]) => [
        `${from.stack} backs up`,
        `S3 copies the backups of ${from.stack} to ${to.region}`,
        `${from.region} goes`,
        `${to.stack} comes up and waits`,
        `${to.stack} knows the backup of ${from.stack}`,
        `${to.stack} tests whether it can restore what ${from.stack} backed up`,
        `${to.stack} restores, and becomes the primary`,
        `${to.stack} serves`,
        `${from.region} is back, as it was`,
        `Somebody deletes the workload in ${from.stack}`,
        `${to.stack} copies its backups to ${from.region}`,
        `${from.stack} stands by for ${to.stack}`,
    ]);
    return [
        "prod comes up",
        "Somebody brings a workload with data",
        ...Array.from({ length: rounds }, () => once).flat(),
    ];
}
