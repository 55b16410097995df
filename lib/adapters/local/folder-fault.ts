import { type FolderFaultCode, StoreFault } from '../../ports/store-fault.ts';

/** SQLite's primary result codes that say what is wrong with the file (sqlite.org/rescode.html). */
const SQLITE_FAULTS: ReadonlyMap<number, FolderFaultCode> = new Map([
  [5, 'IN_USE'],
  [6, 'IN_USE'],
  [8, 'READ_ONLY'],
  [10, 'DISK_FAULT'],
  [11, 'CORRUPT'],
  [13, 'DISK_FULL'],
  [14, 'DISK_FAULT'],
  [26, 'CORRUPT'],
]);

const SYSTEM_FAULTS: ReadonlyMap<string, FolderFaultCode> = new Map([
  ['ENOSPC', 'DISK_FULL'],
  ['EDQUOT', 'DISK_FULL'],
  ['EROFS', 'READ_ONLY'],
  ['EACCES', 'READ_ONLY'],
  ['EPERM', 'READ_ONLY'],
  ['ENOTDIR', 'NO_FOLDER'],
  ['EEXIST', 'NO_FOLDER'],
  ['ENOENT', 'NO_FOLDER'],
  ['EIO', 'DISK_FAULT'],
]);

const ADVICE: Readonly<Record<FolderFaultCode, string>> = {
  IN_USE: 'is in use by another ambit process; stop it, or choose another folder',
  DISK_FULL: 'cannot be written, the disk is full; make room and start again, nothing acknowledged is lost',
  READ_ONLY: 'cannot be written; check its permissions, or choose another folder',
  CORRUPT: 'is damaged; restore it from a copy, or choose another folder',
  NOT_OURS: 'was not written by this version of ambit; update ambit, or choose another folder',
  NO_FOLDER: 'is not a folder of ambit; check the path',
  BAD_KEY: 'is not a usable signing key',
  DISK_FAULT: 'cannot be read or written; check the disk',
};

/** Runs work on a file or folder; faults of SQLite and the file system come out as a StoreFault that names it. */
export function withStoreFaults<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const code = codeOf(cause);
    if (code === undefined) throw cause;
    throw new StoreFault(code, `"${path}" ${ADVICE[code]} (${messageOf(cause)})`, { cause });
  }
}

/** Not by `instanceof`: Node's own errors are not of the same realm everywhere. */
function codeOf(cause: unknown): FolderFaultCode | undefined {
  if (typeof cause !== 'object' || cause === null) return undefined;
  // extended result codes keep the primary one in their lowest byte
  if ('errcode' in cause && typeof cause.errcode === 'number') return SQLITE_FAULTS.get(cause.errcode & 0xff);
  return 'code' in cause && typeof cause.code === 'string' ? SYSTEM_FAULTS.get(cause.code) : undefined;
}

function messageOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : String(cause);
}
