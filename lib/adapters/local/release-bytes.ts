/**
 * Gives back the memory behind bytes that nobody looks at any more, all of their buffer, where it is worth it. The collector
 * would do so only when there are tens of megabytes. Small Buffers of Node share one buffer, which stays.
 */
export function releaseBytes({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0);
}
