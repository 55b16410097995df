/** What can be wrong with a local folder. */
export type StoreFaultCode =
  /** Another process has it open. */
  | 'IN_USE'
  | 'DISK_FULL'
  | 'READ_ONLY'
  /** The file is damaged, or an entry in it was changed. */
  | 'CORRUPT'
  /** Written by a newer version, or by another program. */
  | 'NOT_OURS'
  /** The folder is not there, or no folder. */
  | 'NO_FOLDER'
  /** The signing key can be read by others, is missing, or is no Ed25519 key. */
  | 'BAD_KEY'
  /** The disk failed in some other way. */
  | 'DISK_FAULT';

/** A fault of the local folder, with a message for the person who runs Ambit. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';
  readonly code: StoreFaultCode;

  constructor(code: StoreFaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** SQLite's primary result codes that say what is wrong with the file (sqlite.org/rescode.html). */
const SQLITE_FAULTS: ReadonlyMap<number, StoreFaultCode> = new Map([
  [5, 'IN_USE'],
  [6, 'IN_USE'],
  [8, 'READ_ONLY'],
  [10, 'DISK_FAULT'],
  [11, 'CORRUPT'],
  [13, 'DISK_FULL'],
  [14, 'DISK_FAULT'],
  [26, 'CORRUPT'],
]);

const SYSTEM_FAULTS: ReadonlyMap<string, StoreFaultCode> = new Map([
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

const ADVICE: Readonly<Record<StoreFaultCode, string>> = {
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
function codeOf(cause: unknown): StoreFaultCode | undefined {
  if (typeof cause !== 'object' || cause === null) return undefined;
  // extended result codes keep the primary one in their lowest byte
  if ('errcode' in cause && typeof cause.errcode === 'number') return SQLITE_FAULTS.get(cause.errcode & 0xff);
  return 'code' in cause && typeof cause.code === 'string' ? SYSTEM_FAULTS.get(cause.code) : undefined;
}

function messageOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : String(cause);
}
