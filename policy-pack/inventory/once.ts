import type { Inventory } from "./inventory.ts";

/** What is found in an inventory is looked for once, however many ask; it goes with the inventory. */
export function once<Found extends object>(find: (inventory: Inventory) => Found): (inventory: Inventory) => Found {
    const known = new WeakMap<Inventory, Found>();
    return (inventory) => {
        const found = known.get(inventory) ?? find(inventory);
        known.set(inventory, found);
        return found;
    };
}
