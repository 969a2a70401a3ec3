/** RFC 2606 keeps .invalid free for names that never exist: only a simulated cluster has one. */
export const isSimulated = ({ hostname }: URL): boolean => hostname.endsWith(".invalid");
