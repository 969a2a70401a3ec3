/** What the caller can mend: printed as one message without a stack, exit code 3. */
export class WrongUse extends Error {}
