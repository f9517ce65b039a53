/**
 * Which addresses belong to the public internet (IANA's special-purpose registries, RFC 6890 and its updates). All others
 * are refused unless the user allows the host: what runs there is the user's own network, or the machine's cloud.
 */
import { BlockList, isIP } from "node:net";

const IPV4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8], ["10.0.0.0", 8], ["100.64.0.0", 10], ["127.0.0.0", 8], ["169.254.0.0", 16], ["172.16.0.0", 12], ["192.0.0.0", 24], ["192.0.2.0", 24],
  ["192.31.196.0", 24], ["192.52.193.0", 24], ["192.88.99.0", 24], ["192.168.0.0", 16], ["192.175.48.0", 24], ["198.18.0.0", 15], ["198.51.100.0", 24],
  ["203.0.113.0", 24], ["224.0.0.0", 4], ["240.0.0.0", 4],
];
/** Within global unicast (2000::/3); outside of it nothing is public, IPv4-mapped and NAT64 forms among it. */
const IPV6: readonly (readonly [string, number])[] = [["2001::", 23], ["2001:db8::", 32], ["2002::", 16], ["3fff::", 20], ["2620:4f:8000::", 48]];

const refused = new BlockList();
for (const [net, bits] of IPV4) refused.addSubnet(net, bits, "ipv4");
for (const [net, bits] of IPV6) refused.addSubnet(net, bits, "ipv6");
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");

/** @param address as `dns` gives it: dotted, or IPv6 with or without a zone */
export function isPublicAddress(address: string): boolean {
  const [plain] = address.split("%");
  switch (isIP(plain)) {
    case 4:
      return !refused.check(plain, "ipv4");
    case 6:
      return global6.check(plain, "ipv6") && !refused.check(plain, "ipv6");
    default:
      return false;
  }
}

/** The address that a URL's host is, without brackets; undefined for a name. `URL` has made decimal and octal forms dotted. */
export function literalAddress(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, "");
  return isIP(bare) === 0 ? undefined : bare;
}
