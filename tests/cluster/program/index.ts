// The order counts: what a test changes is registered before anything is made.
import "./changes.ts";

export { default } from "../../../index.ts";
