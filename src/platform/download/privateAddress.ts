import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Blocks that lead to no public server (IANA's special-purpose registries, RFC 6890). */
const IPV4_BLOCKS: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Of IPv6 only 2000::/3 is given out to public hosts; these are the exceptions in it, tunnels among them. */
const IPV6_BLOCKS: readonly (readonly [network: string, prefix: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const notPublic = new BlockList();
for (const [network, prefix] of IPV4_BLOCKS) notPublic.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of IPV6_BLOCKS) notPublic.addSubnet(network, prefix, 'ipv6');
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');
const translated = new BlockList();
translated.addSubnet('::ffff:0:0', 96, 'ipv6');
translated.addSubnet('64:ff9b::', 96, 'ipv6');

/**
 * Whether an address is anything but a public one: private, loopback, link-local, shared (CGNAT), unique local,
 * multicast, reserved; an IPv4 address inside an IPv6 one (mapped, or NAT64) is judged as itself. True also for what is
 * no address.
 */
export function isPrivateAddress(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (isIPv4(plain)) return notPublic.check(plain, 'ipv4');
  if (!isIPv6(plain)) return true;
  if (translated.check(plain, 'ipv6')) return isPrivateAddress(embeddedIPv4(plain));
  return !globalUnicast.check(plain, 'ipv6') || notPublic.check(plain, 'ipv6');
}

/** The last 32 bits of an IPv6 address, in dots. */
function embeddedIPv4(address: string): string {
  // The URL parser writes every IPv6 address in its shortest form, without dots.
  const [, high = '', low = ''] = /(?:([0-9a-f]*):)?([0-9a-f]*)\]$/.exec(new URL(`http://[${address}]`).hostname) ?? [];
  const [upper, lower] = [parseInt(high || '0', 16), parseInt(low || '0', 16)];
  return [upper >> 8, upper & 255, lower >> 8, lower & 255].join('.');
}
