/** An `.ico` of PNG pictures, from a map of their edge in pixels (at most 256) to their bytes. */
export function icoOf(pictures) {
  const head = Buffer.alloc(6 + 16 * pictures.size);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.size, 4);
  let at = head.length;
  let entry = 6;
  for (const [size, png] of pictures) {
    // The edge is one byte: 256 is written as 0.
    head.writeUInt8(size % 256, entry);
    head.writeUInt8(size % 256, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(png.length, entry + 8);
    head.writeUInt32LE(at, entry + 12);
    at += png.length;
    entry += 16;
  }
  return Buffer.concat([head, ...pictures.values()]);
}

/** Apple's types for PNG pictures, by edge in pixels; those of double density have types of their own. */
const icnsTypes = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
];

/** An `.icns` of PNG pictures, from a map of their edge in pixels to their bytes; every edge above is needed. */
export function icnsOf(pictures) {
  const entries = icnsTypes.map(([type, size]) => {
    const png = pictures.get(size);
    if (png === undefined) throw new Error(`The icon of ${size} pixels is missing.`);
    return chunk(type, png);
  });
  return chunk('icns', Buffer.concat(entries));
}

function chunk(type, content) {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(head.length + content.length, 4);
  return Buffer.concat([head, content]);
}
