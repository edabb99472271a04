import { isTlObject, type TlObject } from './codec.ts';

/** An `int` of a request; `fallback` when it is absent. Throws when it is neither given nor has a fallback. */
export function intField(object: TlObject, name: string, fallback?: number): number {
  const value = object[name] ?? fallback;
  if (typeof value !== 'number') throw missing(object, name);
  return value;
}

/** A `long` of a request. */
export function longField(object: TlObject, name: string): bigint {
  const value = object[name];
  if (typeof value !== 'bigint') throw missing(object, name);
  return value;
}

/** A `string` of a request; empty when an optional one is absent. */
export function textField(object: TlObject, name: string): string {
  const value = object[name] ?? '';
  if (typeof value !== 'string') throw missing(object, name);
  return value;
}

/** A `bytes`, `int128` or `int256` of a request. */
export function bytesField(object: TlObject, name: string): Buffer {
  const value = object[name];
  if (!(value instanceof Uint8Array)) throw missing(object, name);
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

/** An object within a request. */
export function objectField(object: TlObject, name: string): TlObject {
  const value = object[name];
  if (!isTlObject(value)) throw missing(object, name);
  return value;
}

/** The objects of a vector within a request. */
export function objectsField(object: TlObject, name: string): TlObject[] {
  const value = object[name];
  if (!Array.isArray(value) || !value.every(isTlObject)) throw missing(object, name);
  return value;
}

/** The numbers of a `Vector<int>` within a request. */
export function intsField(object: TlObject, name: string): number[] {
  const value = object[name];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'number')) throw missing(object, name);
  return value;
}

function missing(object: TlObject, name: string): Error {
  return new Error(`${object._} came without a readable ${name}.`);
}
