/** Addresses that are nobody's on the internet, in every spelling, and the hosts that lead to them. */
import { expect, test } from "vitest";
import { isPublicAddress } from "../../src/adapters/address.js";
import { HttpFailure } from "../../src/adapters/http.js";
import { client } from "./support.js";

test.each([
  "127.0.0.1", "127.255.0.9", "0.0.0.0", "10.1.2.3", "100.64.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.1.1", "192.0.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
  "::", "::1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::127.0.0.1", "64:ff9b::a00:1", "fe80::1", "fe80::1%eth0", "fd00::1", "fc00::1", "ff02::1", "2001:db8::1", "2002:7f00:1::", "2001::1", "fd00:ec2::254", "localhost", "",
])("%s is not public", (address) => expect(isPublicAddress(address)).toBe(false));

test.each(["1.1.1.1", "140.82.112.5", "172.32.0.1", "172.15.0.1", "100.128.0.1", "2606:4700:4700::1111", "2a00:1450:4001::1"])("%s is public", (address) => expect(isPublicAddress(address)).toBe(true));

const guarded = client({ allows: () => false, resolve: () => Promise.reject(new Error("nothing is to be resolved")) });
const refused = async (url: string): Promise<string> => guarded.send({ method: "GET", url: new URL(url), headers: {} }).then(() => "sent", (error: unknown) => (error instanceof HttpFailure ? error.trouble : "other"));

test.each([
  "http://127.0.0.1/", "http://2130706433/", "http://0177.0.0.1/", "http://0x7f.1/", "http://127.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://169.254.169.254/latest/meta-data", "https://10.0.0.1:8443/", "http://0/", "http://127.0.0.1./",
])("%s is not asked", async (url) => expect(await refused(url)).toBe("private-address"));

test.each([["a private name", [{ address: "10.0.0.5", family: 4 }]], ["a name of the machine itself", [{ address: "::1", family: 6 }, { address: "127.0.0.1", family: 4 }]], ["a name of the cloud's metadata", [{ address: "169.254.169.254", family: 4 }]]])("%s is not asked", async (_name, addresses) => {
  const one = client({ allows: () => false, resolve: () => Promise.resolve(addresses) });
  await expect(one.send({ method: "GET", url: new URL("https://rebound.example/"), headers: {} })).rejects.toMatchObject({ trouble: "private-address" });
});

test("through a proxy a private address is refused as well", async () => {
  const one = client({ allows: () => false, proxyFor: () => "http://127.0.0.1:9" });
  await expect(one.send({ method: "GET", url: new URL("https://169.254.169.254/"), headers: {} })).rejects.toMatchObject({ trouble: "private-address" });
});
