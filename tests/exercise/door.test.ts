import { once } from "node:events";
import { connect, createServer } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Door, refusalOf } from "../../exercise/door.ts";
import { freePorts } from "../../kubernetes/ports.ts";

const server = createServer((call) => call.pipe(call));
let door: Door;

beforeEach(async () => {
    const [outside = 0, inside = 0] = await freePorts(2);
    await once(server.listen(inside, "127.0.0.1"), "listening");
    door = await Door.open(outside, inside);
});

afterEach(async () => {
    await door.shut();
    await once(server.close(), "close");
});

test("A door that is open leads to its server", async () => {
    expect(await refusalOf(door.port)).toBeUndefined();
    const call = connect(door.port, "127.0.0.1");
    call.write("hello");
    const [answer] = await once(call, "data");
    expect(`${answer}`).toBe("hello");
    call.destroy();
});

test("A door that is shut refuses calls and ends those that are under way, and opens again at the same place", async () => {
    const call = connect(door.port, "127.0.0.1");
    await once(call, "connect");
    const ended = once(call, "close");
    await door.shut();
    await ended;
    expect(await refusalOf(door.port)).toBe("ECONNREFUSED");
    await door.open();
    expect(await refusalOf(door.port)).toBeUndefined();
});
