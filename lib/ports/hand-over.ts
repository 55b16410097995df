/** Hands a finding that people decided about to the part of Ambit whose role may act on it. */
export interface HandOver {
  /** Handing over the same finding again is allowed; losing one is not. */
  decided(findingId: string): Promise<void>;
}
