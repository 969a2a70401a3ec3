import type { Severity } from "../../components/platform/severity.ts";
import { cases } from "../alerts/cases/index.ts";
import { constant, growing, type Series } from "./series.ts";

/** The series on which an alert fires in its own test: constants, and counters that grow every minute. */
export function firing(alert: string, severity?: Severity): Series[] {
    const found = cases.find((it) => it.alert === alert && (severity === undefined || it.severity === severity));
    if (!found) throw new Error(`There is no case of ${alert}`);
    return Object.entries(found.fires).flatMap(([series, value]) => {
        if (value === null) return [];
        const [, begin = value, step] = /^(-?[\d.]+)\+([\d.]+)$/.exec(value) ?? [];
        if (Number.isNaN(Number(begin))) throw new Error(`${alert}: ${value} is neither a number nor a counter`);
        return [step === undefined ? constant(series, Number(begin)) : growing(series, Number(step) / 60)];
    });
}
