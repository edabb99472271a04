import {
  TlBinaryReader,
  TlBinaryWriter,
  type TlReaderMap,
  TlSerializationCounter,
  type TlWriterMap,
} from '@mtcute/tl-runtime';
import type { TlDefinition, TlField } from './definitions.ts';

/**
 * A TL object: its constructor in `_`, its fields under the names the schema gives them. Longs are read as
 * bigint and may be written as number or bigint.
 */
export interface TlObject {
  readonly _: string;
  readonly [field: string]: unknown;
}

/** What a method may answer: an object, a Bool, or a bare vector of objects. */
export type TlResult = TlObject | boolean | readonly TlObject[];

/** Reads and writes TL. */
export interface TlCodec {
  /** Writes an object, a Bool or a vector of objects. Throws on a constructor or field the schema lacks. */
  encode(value: TlResult): Uint8Array;
  /** Reads one object. Throws on an unknown constructor and on bytes that end too early. */
  decode(bytes: Uint8Array): TlObject;
  /** Whether a name is a method and may be called. */
  isMethod(name: string): boolean;
}

/** What the writer and its counting pre-pass have in common. */
interface TlOutput {
  int(value: number): void;
  uint(value: number): void;
  int53(value: number): void;
  double(value: number): void;
  boolean(value: boolean): void;
  raw(value: Uint8Array): void;
  bytes(value: Uint8Array): void;
  string(value: string): void;
  object(value: TlObject): void;
}

type ReadValue = (input: TlBinaryReader) => unknown;
type WriteValue = (output: TlOutput, value: unknown) => void;

interface ValueCodec {
  readonly read: ReadValue;
  readonly write: WriteValue;
}

const vectorId = 0x1cb5c415;

/** Builds reader and writer for every definition of a schema. */
export function createCodec(definitions: readonly TlDefinition[]): TlCodec {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const readers: Record<number, ReadValue> = {};
  const writers: Record<string, unknown> = { _staticSize: {} };
  for (const definition of definitions) {
    const body = bodyCodec(definition, byName);
    readers[definition.id] = body.read;
    writers[definition.name] = (output: TlOutput, value: TlObject) => {
      output.uint(definition.id);
      body.write(output, value);
    };
  }
  const readerMap = readers as TlReaderMap;
  const writerMap = writers as TlWriterMap;
  const vector = vectorCodec(boxed, true);

  return {
    encode(value) {
      if (typeof value === 'boolean') {
        const writer = TlBinaryWriter.alloc(writerMap, 4);
        writer.boolean(value);
        return writer.uint8View;
      }
      if (!('_' in value)) {
        const counter = new TlSerializationCounter(writerMap);
        vector.write(counter, value);
        const writer = TlBinaryWriter.alloc(writerMap, counter.count);
        vector.write(writer, value);
        return writer.uint8View;
      }
      return TlBinaryWriter.serializeObject(writerMap, value);
    },
    decode(bytes) {
      const value = new TlBinaryReader(readerMap, bytes).object();
      if (!isTlObject(value)) throw new Error('A TL object was expected.');
      return value;
    },
    isMethod(name) {
      return byName.get(name)?.isMethod ?? false;
    },
  };
}

/** Whether a decoded value is an object with a constructor. */
export function isTlObject(value: unknown): value is TlObject {
  return typeof value === 'object' && value !== null && '_' in value;
}

/** The fields of a constructor, without its id. */
function bodyCodec(definition: TlDefinition, byName: ReadonlyMap<string, TlDefinition>): ValueCodec {
  const fields = definition.fields.map((field) => ({
    ...field,
    codec: valueCodec(field.type, byName),
    bits: bitsOf(definition, field),
  }));

  function read(input: TlBinaryReader): TlObject {
    const value: Record<string, unknown> & { _: string } = { _: definition.name };
    for (const field of fields) {
      if (field.flag === null) value[field.name] = field.codec.read(input);
      else if (((value[field.flag.field] as number) >>> field.flag.bit) & 1) {
        value[field.name] = field.type === 'true' ? true : field.codec.read(input);
      }
    }
    return value;
  }

  function write(output: TlOutput, raw: unknown): void {
    const value = raw as TlObject;
    for (const field of fields) {
      const part = value[field.name];
      if (field.type === '#') output.uint(flagsWord(value, field.bits));
      else if (field.flag === null) {
        if (part === undefined) throw new Error(`${definition.name} needs ${field.name}.`);
        field.codec.write(output, part);
      } else if (field.type !== 'true' && part !== undefined) field.codec.write(output, part);
    }
  }

  return { read, write };
}

/** Which fields a flags word tells of. */
function bitsOf(definition: TlDefinition, flags: TlField): readonly { name: string; bit: number }[] {
  if (flags.type !== '#') return [];
  return definition.fields.flatMap(({ name, flag }) =>
    flag?.field === flags.name ? [{ name, bit: flag.bit }] : [],
  );
}

function flagsWord(value: TlObject, bits: readonly { name: string; bit: number }[]): number {
  let word = 0;
  for (const { name, bit } of bits) {
    const part = value[name];
    if (part !== undefined && part !== false) word |= 1 << bit;
  }
  return word >>> 0;
}

const boxed: ValueCodec = {
  read: (input) => input.object(),
  write: (output, value) => {
    if (typeof value === 'boolean') output.boolean(value);
    else output.object(value as TlObject);
  },
};

const primitives: Readonly<Record<string, ValueCodec>> = {
  '#': { read: (input) => input.uint(), write: (output, value) => output.uint(value as number) },
  int: { read: (input) => input.int(), write: (output, value) => output.int(value as number) },
  long: {
    read: (input) => {
      const value = input.dataView.getBigInt64(input.pos, true);
      input.pos += 8;
      return value;
    },
    write: (output, value) => {
      if (typeof value === 'bigint') output.raw(longBytes(value));
      else output.int53(value as number);
    },
  },
  double: { read: (input) => input.double(), write: (output, value) => output.double(value as number) },
  // Copies, for the reader's bytes are a view of a buffer that is used again.
  int128: {
    read: (input) => input.raw(16).slice(),
    write: (output, value) => output.raw(value as Uint8Array),
  },
  int256: {
    read: (input) => input.raw(32).slice(),
    write: (output, value) => output.raw(value as Uint8Array),
  },
  bytes: {
    read: (input) => input.bytes().slice(),
    write: (output, value) => output.bytes(value as Uint8Array),
  },
  string: { read: (input) => input.string(), write: (output, value) => output.string(value as string) },
  Bool: { read: (input) => input.boolean(), write: (output, value) => output.boolean(value as boolean) },
};

function valueCodec(type: string, byName: ReadonlyMap<string, TlDefinition>): ValueCodec {
  const primitive = primitives[type];
  if (primitive !== undefined) return primitive;
  const vector = /^([Vv])ector<(.+)>$/.exec(type);
  if (vector !== null) return vectorCodec(valueCodec(vector[2] ?? '', byName), vector[1] === 'V');
  const bare = byName.get(type);
  return bare === undefined ? boxed : bodyCodec(bare, byName);
}

function vectorCodec(item: ValueCodec, isBoxed: boolean): ValueCodec {
  return {
    read(input) {
      if (isBoxed && input.uint() !== vectorId) throw new Error('A TL vector was expected.');
      const items: unknown[] = [];
      for (let left = input.uint(); left > 0; left -= 1) items.push(item.read(input));
      return items;
    },
    write(output, value) {
      const items = value as readonly unknown[];
      if (isBoxed) output.uint(vectorId);
      output.uint(items.length);
      for (const each of items) item.write(output, each);
    },
  };
}

function longBytes(value: bigint): Uint8Array {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64LE(BigInt.asIntN(64, value));
  return bytes;
}
