/** Settings of the first level that had another name, by that one. */
export const renamed: ReadonlyMap<string, string> = new Map([
    ["addons", "ownCharts"],
    ["charts", "chartSource"],
]);
