/** What can be wrong with what Ambit stores in AWS. */
export type StoreFaultCode =
  /** What was read is not what was written, or a part of it is gone. */
  | 'CORRUPT'
  /** Other writers were faster until the time for it was spent; whether it was written is not known to be so. */
  | 'BUSY'
  /** No store of AWS takes so much at once. */
  | 'TOO_LARGE'
  /** AWS took only a part of it, and not the rest when asked again. */
  | 'REFUSED'
  /** The partition, the region or the endpoint does not have what is needed. */
  | 'UNSUPPORTED';

/** A fault of a store in AWS, with a message for the person who runs Ambit. Faults of the SDK come as they are, or as its cause. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';
  readonly code: StoreFaultCode;

  constructor(code: StoreFaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
