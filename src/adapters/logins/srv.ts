/**
 * The server behind a name of `mongodb+srv` (RFC 2782; "Initial DNS Seedlist Discovery" of the MongoDB specifications). The name is the user's to
 * allow; the servers are what a name service says, so they must be of the same domain, and public: their address is judged and kept.
 */
import { lookup, resolveSrv } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import { isPublicAddress } from "../address.js";

export interface Resolver {
  readonly srv: (name: string) => Promise<readonly { readonly name: string; readonly port: number }[]>;
  readonly addresses: (name: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;
}

const SYSTEM: Resolver = { srv: resolveSrv, addresses: (name) => lookup(name, { all: true }) };

/** One server with its address, or why there is none; `again` where asking later may help. */
export type Found = { readonly host: string; readonly port: number; readonly lookup: LookupFunction } | { readonly why: string; readonly again: boolean };

export async function serverOf(name: string, resolver: Resolver = SYSTEM): Promise<Found> {
  if (name.split(".").length < 3) return { why: "its name has too few labels for mongodb+srv", again: false };
  const domain = name.slice(name.indexOf("."));
  try {
    const [server] = [...await resolver.srv(`_mongodb._tcp.${name}`)].sort((a, b) => (a.name < b.name ? -1 : 1));
    if (server === undefined) return { why: "the name service knows no server of it", again: false };
    const host = server.name.toLowerCase().replace(/\.$/, "");
    if (!host.endsWith(domain)) return { why: "the name service names a server of another domain", again: false };
    const found = await resolver.addresses(host);
    if (found.length === 0 || !found.every(({ address }) => isPublicAddress(address))) return { why: "its server has a private address", again: false };
    return { host, port: server.port, lookup: pinned(found[0]) };
  } catch {
    return { why: "the name service gives no answer", again: true };
  }
}

/** Always the address that was judged. */
function pinned({ address, family }: { readonly address: string; readonly family: number }): LookupFunction {
  return (_name, options, done) => {
    if (options.all === true) done(null, [{ address, family }]);
    else done(null, address, family);
  };
}
