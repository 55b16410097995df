/** What can be wrong with what Ambit keeps, wherever that is. */
export type StoreFaultCode =
  /** What was read is not what was written, or a part of it is gone. */
  | 'CORRUPT'
  /** Other writers were faster until the time for it was spent; whether it was written is not known to be so. */
  | 'BUSY'
  /** No store takes so much at once. */
  | 'TOO_LARGE'
  /** Only a part of it was taken, and not the rest when asked again. */
  | 'REFUSED'
  /** The partition, the Region or the endpoint does not have what is needed. */
  | 'UNSUPPORTED'
  | FolderFaultCode;

/** What can be wrong with a local folder. */
export type FolderFaultCode =
  /** The file is damaged, or an entry in it was changed. */
  | 'CORRUPT'
  /** Another process has it open. */
  | 'IN_USE'
  | 'DISK_FULL'
  | 'READ_ONLY'
  /** Written by a newer version, or by another program. */
  | 'NOT_OURS'
  /** The folder is not there, or no folder. */
  | 'NO_FOLDER'
  /** The signing key can be read by others, is missing, or is no Ed25519 key. */
  | 'BAD_KEY'
  /** The disk failed in some other way. */
  | 'DISK_FAULT';

/** A fault of a store, with a message for the person who runs Ambit. Faults of an SDK come as they are, or as its cause. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';
  readonly code: StoreFaultCode;

  constructor(code: StoreFaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
