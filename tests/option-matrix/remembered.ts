/** A function that is asked of few things, and often. */
export function remembered<Thing, Answer>(ask: (thing: Thing) => Answer): (thing: Thing) => Answer {
    const answers = new Map<Thing, Answer>();
    return (thing) => {
        const answer = answers.get(thing) ?? ask(thing);
        answers.set(thing, answer);
        return answer;
    };
}
