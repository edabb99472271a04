const full = ['ENOSPC', 'EDQUOT', 'EFBIG'];
const closed = ['EACCES', 'EPERM', 'EROFS'];
const others = ['EIO', 'EISDIR', 'ENOTDIR', 'ENOENT', 'ENAMETOOLONG', 'EEXIST', 'EMFILE', 'ENFILE', 'ELOOP'];

/**
 * What the file system reports, in words; by then nothing is left of the file. `place` begins the sentence and is a
 * folder: `The folder of exports`. Null where it is not the file system that failed.
 */
export function whyNotWritten(error: unknown, place: string): string | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (full.includes(code))
    return 'The disk is full, so the export was not kept. Free some space and start it again.';
  if (closed.includes(code))
    return `${place} cannot be written to, so nothing was exported. Make it writable for your user.`;
  if (others.includes(code)) return `${place} cannot be written to (${code}), so nothing was exported.`;
  return null;
}
