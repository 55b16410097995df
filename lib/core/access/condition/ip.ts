import { remembered } from './remembered.ts';

/** A range of addresses of one family, as numbers, both ends included. IPv4 and IPv6 never match each other. */
export interface IpRange {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

const IPV4 = /^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/;
const HEX_GROUP = /^[0-9a-f]{1,4}$/i;

/** Reads an address or a CIDR block; undefined: it is none. Host bits below the prefix are ignored, as IAM does. */
export function parseIpRange(text: string): IpRange | undefined {
  const [address = '', prefix, ...rest] = text.trim().split('/');
  if (rest.length > 0) return undefined;
  const ip = parseIp(address);
  if (ip === undefined) return undefined;
  const bits = ip.version === 4 ? 32 : 128;
  const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : bits + 1;
  if (length > bits) return undefined;
  const host = BigInt(bits - length);
  const first = (ip.address >> host) << host;
  return { version: ip.version, first, last: first + (1n << host) - 1n };
}

/** An address as a number, with its family. */
export interface IpAddress {
  readonly version: 4 | 6;
  readonly address: bigint;
}

/** Reads an address; undefined: it is none. */
export const parseIp: (text: string) => IpAddress | undefined = remembered((text) => {
  if (text.includes(':')) {
    const address = parseIpv6(text);
    return address === undefined ? undefined : { version: 6, address };
  }
  if (!IPV4.test(text)) return undefined;
  let address = 0;
  for (const octet of text.split('.')) {
    if (Number(octet) > 255) return undefined;
    address = address * 256 + Number(octet);
  }
  return { version: 4, address: BigInt(address) };
});

/** RFC 4291, section 2.2: eight groups, one `::` for a run of zeros, the last two groups may be an IPv4 address. */
function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(groupsOf);
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => 0n), ...(tail ?? [])];
  return groups.reduce((sum, group) => sum * 65536n + group, 0n);
}

function groupsOf(half: string): readonly bigint[] | undefined {
  if (half === '') return [];
  const groups: bigint[] = [];
  const texts = half.split(':');
  for (const [index, text] of texts.entries()) {
    const embedded = index === texts.length - 1 && text.includes('.') ? parseIp(text) : undefined;
    if (embedded?.version === 4) groups.push(embedded.address >> 16n, embedded.address & 0xffffn);
    else if (HEX_GROUP.test(text)) groups.push(BigInt(`0x${text}`));
    else return undefined;
  }
  return groups;
}

/** An address as a text that `parseIp` reads back. */
export function ipText(version: 4 | 6, address: bigint): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.');
  return Array.from({ length: 8 }, (_, index) => ((address >> BigInt(112 - 16 * index)) & 0xffffn).toString(16)).join(
    ':',
  );
}
