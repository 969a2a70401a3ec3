import { createRequire } from "node:module";
import { secretSignature } from "../inventory/unknown.ts";

/** The part of google-protobuf's reader that is used here. */
interface Reader {
    nextField(): boolean;
    getFieldNumber(): number;
    skipField(): void;
    readDouble(): number;
    readString(): string;
    readBool(): boolean;
    readMessage<T>(into: T, read: (into: T, reader: Reader) => void): void;
}

/** A message that holds the properties of a resource. */
export interface Struct {
    toJavaScript(): Fields;
    getFieldsMap(leavesAbsent?: boolean): object;
}

type Fields = Record<string, unknown>;

const require = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi/proto/analyzer_pb.js"));
const messages: { Struct: { prototype: Struct; deserializeBinaryFromReader(into: Struct, reader: Reader): Struct } } =
    require("google-protobuf/google/protobuf/struct_pb.js");
const { prototype } = messages.Struct;
const { toJavaScript, getFieldsMap } = prototype;

/** What was read of a message. */
interface Content {
    readonly fields: Fields;
    /** Whether the engine marked something in it as secret. */
    readonly marked: boolean;
}

const contents = new WeakMap<Struct, Content>();
let marked = false;

/**
 * The library makes three messages of each value, and a value of them when asked: with what it leaves to the collector,
 * two fifths of the time of the pack's process. What comes over the wire is read into values at once
 * (google/protobuf/struct.proto).
 */
messages.Struct.deserializeBinaryFromReader = (struct, reader) => {
    marked = false;
    const fields: Fields = {};
    readFields(fields, reader);
    contents.set(struct, { fields, marked });
    return struct;
};

prototype.toJavaScript = function () {
    return contents.get(this)?.fields ?? toJavaScript.call(this);
};

/** A message that was read holds values alone: to all else that the library does with it, it would be empty. */
prototype.getFieldsMap = function (leavesAbsent) {
    if (contents.has(this)) throw new Error("a message that was read into values is asked for its fields");
    return getFieldsMap.call(this, leavesAbsent);
};

/** Whether the engine marked something as secret in properties; those that did not come over the wire are searched. */
export const marksSecret = (struct: Struct): boolean =>
    contents.get(struct)?.marked ?? JSON.stringify(struct).includes(secretSignature);

/**
 * `map<string, Value> fields = 1`, in the order of their names, as the library has them: the engine sends them in another
 * one each time, and what charts render to is remembered by its values.
 */
function readFields(fields: Fields, reader: Reader): void {
    const sent: Fields = {};
    while (reader.nextField()) reader.readMessage(sent, readField);
    for (const name of Object.keys(sent).toSorted()) fields[name] = sent[name];
}

/** `string key = 1`, `Value value = 2` */
function readField(fields: Fields, reader: Reader): void {
    let key = "";
    const values: unknown[] = [];
    while (reader.nextField()) {
        if (reader.getFieldNumber() === 1) key = reader.readString();
        else reader.readMessage(values, readValue);
    }
    fields[key] = values[0];
}

/** `repeated Value values = 1` */
function readValues(values: unknown[], reader: Reader): void {
    while (reader.nextField()) reader.readMessage(values, readValue);
}

/** `oneof kind`, from `NullValue null_value = 1` to `ListValue list_value = 6` */
function readValue(values: unknown[], reader: Reader): void {
    let value: unknown;
    while (reader.nextField()) {
        const kind = reader.getFieldNumber();
        if (kind === 2) value = reader.readDouble();
        else if (kind === 3) value = readText(reader);
        else if (kind === 4) value = reader.readBool();
        else if (kind === 5) value = within({}, readFields, reader);
        else if (kind === 6) value = within([], readValues, reader);
        else {
            reader.skipField();
            value = null;
        }
    }
    if (value === undefined) throw new Error("the engine sent a value of no kind");
    values.push(value);
}

function readText(reader: Reader): string {
    const text = reader.readString();
    marked ||= text === secretSignature;
    return text;
}

/** A message within the one that is read. */
function within<T>(into: T, read: (into: T, reader: Reader) => void, reader: Reader): T {
    reader.readMessage(into, read);
    return into;
}
