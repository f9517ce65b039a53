/**
 * Log-ins without servers of their own: who is asked and who is not, and mail, FTP and SFTP servers that stand in for real ones, with the replies of
 * RFC 4954, RFC 959 and RFC 4252. Real databases and brokers: servers.test.ts.
 */
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ssh2 from "ssh2";
import { afterAll, describe, expect, test } from "vitest";
import { logIn, type LoggedIn, type Login, type Protocol } from "../../src/adapters/logins/index.js";
import { logInToMongodb } from "../../src/adapters/logins/mongodb.js";
import { serverOf } from "../../src/adapters/logins/srv.js";
import { codeHostWay, loginWay, Verifier, type Subject } from "../../src/verify/index.js";
import { rule } from "../findings/rules.js";
import { NOW } from "./support.js";

const RIGHT = "made-up-Right7";
const servers: Server[] = [];
afterAll(() => servers.forEach((server) => server.close()));

/** Speaks lines: a greeting, and then an answer to each. */
async function lines(greeting: string, answer: (line: string) => string): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.write(`${greeting}\r\n`);
    let text = "";
    socket.on("data", (data) => {
      text += data.toString();
      for (let end = text.indexOf("\r\n"); end >= 0; end = text.indexOf("\r\n")) {
        socket.write(`${answer(text.slice(0, end))}\r\n`);
        text = text.slice(end + 2);
      }
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const ask = (protocol: Protocol, port: number, more: Partial<Login> = {}): Promise<LoggedIn> =>
  logIn(protocol, { host: "127.0.0.1", port, user: "app", password: RIGHT, tls: "may", databases: [], timeout: 10_000, ...more });

describe("mail", () => {
  const plain = Buffer.from(`\0app\0${RIGHT}`).toString("base64");
  const answer = (refusal: string) => (line: string): string =>
    line.startsWith("EHLO") ? "250-stand-in\r\n250 AUTH PLAIN" : line === `AUTH PLAIN ${plain}` ? "235 2.7.0 Authentication successful" : line.startsWith("AUTH") ? refusal : "221 Bye";

  test("live, dead, busy, another mechanism asked for", async () => {
    const port = await lines("220 stand-in ESMTP", answer("535 5.7.8 Authentication credentials invalid"));
    expect(await ask("smtp", port)).toMatchObject({ state: "live" });
    expect(await ask("smtp", port, { password: "other" })).toMatchObject({ state: "dead" });
    expect(await ask("smtp", await lines("220 stand-in", answer("454 4.7.0 Temporary authentication failure")), { password: "other" })).toHaveProperty("again");
    expect(await ask("smtp", await lines("220 stand-in", answer("534 5.7.9 Authentication mechanism is too weak")), { password: "other" })).toMatchObject({ state: "unknown" });
    expect(await ask("smtp", port, { tls: "must", password: RIGHT })).not.toMatchObject({ state: "live" });
  });
});

describe("FTP", () => {
  const answer = (line: string): string => line.startsWith("AUTH") ? "502 Command not implemented" : line === "USER app" ? "331 User name okay, need password" : line === `PASS ${RIGHT}` ? "230 User logged in" : "530 Not logged in";

  test("live, dead, a name that is refused before its password, anyone's name", async () => {
    const port = await lines("220 stand-in", answer);
    expect(await ask("ftp", port)).toMatchObject({ state: "live" });
    expect(await ask("ftp", port, { password: "other" })).toMatchObject({ state: "dead" });
    expect(await ask("ftp", port, { user: "nobody" })).toMatchObject({ state: "unknown" });
    expect(await ask("ftp", port, { user: "anonymous" })).toMatchObject({ state: "unknown", unasked: true });
    expect(await ask("ftp", port, { tls: "must" })).toMatchObject({ state: "unknown" });
  });
});

describe("SFTP", () => {
  async function start(): Promise<{ readonly port: number; readonly hostKey: string; readonly passwords: string[] }> {
    const { private: key, public: line } = ssh2.utils.generateKeyPairSync("ed25519");
    const passwords: string[] = [];
    const server = new ssh2.Server({ hostKeys: [key] }, (client) => {
      client.on("error", () => undefined);
      client.on("authentication", (context) => {
        if (context.method === "password") passwords.push(context.password);
        if (context.method === "password" && context.password === RIGHT) context.accept();
        else context.reject(["password"]);
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
    return { port: (server.address() as AddressInfo).port, hostKey: line.split(" ")[1] ?? "", passwords };
  }

  test("only a host in known_hosts gets the password", async () => {
    const { port, hostKey, passwords } = await start();
    const home = mkdtempSync(join(tmpdir(), "tokscan-home-"));
    mkdirSync(join(home, ".ssh"));
    expect(await ask("sftp", port, { home })).toMatchObject({ state: "unknown", unasked: true });
    writeFileSync(join(home, ".ssh/known_hosts"), `[127.0.0.1]:${port} ssh-ed25519 ${(await start()).hostKey}\n`);
    expect(await ask("sftp", port, { home })).toMatchObject({ state: "unknown", why: "the key of 127.0.0.1 is another than known_hosts has" });
    expect(passwords).toEqual([]);
    writeFileSync(join(home, ".ssh/known_hosts"), `[127.0.0.1]:${port} ssh-ed25519 ${hostKey}\n`);
    expect(await ask("sftp", port, { home })).toMatchObject({ state: "live" });
    expect(await ask("sftp", port, { home, password: "other" })).toMatchObject({ state: "dead" });
    expect(await ask("sftp", port, { home, user: "root", password: "other" })).toMatchObject({ state: "unknown" });
  });
});

describe("who is asked", () => {
  const asked: string[] = [];
  const remember = (protocol: Protocol, { host, port, user, srv }: Login): Promise<LoggedIn> => {
    asked.push(`${protocol} ${user}@${host}:${port}${srv === true ? " by name service" : ""}`);
    return Promise.resolve({ state: "dead", why: "refused" });
  };
  const verify = async (id: string, parts: Record<string, string>, allowed: readonly { host: string; port: string | undefined }[]) => {
    const verifier = new Verifier({
      recipeOf: () => undefined, endpoints: [], allowed, sideEffects: false, control: false, send: () => Promise.reject(new Error("nobody")), clock: { now: () => NOW, sleep: () => Promise.resolve() },
      ways: [loginWay({ allowed, control: false, logIn: remember })],
    });
    const subject: Subject = { rule: rule({ id, origin: "builtin" }), secret: RIGHT, parts };
    asked.length = 0;
    const [verdict] = await verifier.verify([subject]);
    return { verdict, asked: [...asked], plan: await verifier.plan([subject]) };
  };
  const at = (host: string, port?: string) => [{ host, port }];

  test.each([
    ["connection-string.postgres", { user: "app", host: "db.internal" }, at("db.internal"), "postgres app@db.internal:5432"],
    ["connection-string.postgres", { user: "a%40b", host: "db.internal:6543" }, at("db.internal", "6543"), "postgres a@b@db.internal:6543"],
    ["connection-string.redis", { scheme: "rediss", user: "", host: "[::1]:7000" }, at("::1", "7000"), "redis @::1:7000"],
    ["url.password", { scheme: "sftp", user: "app", host: "files.internal" }, at("files.internal"), "sftp app@files.internal:22"],
    ["connection-string.mongodb", { scheme: "mongodb+srv", user: "app", host: "c0.ab1cd.mongodb.net" }, at("c0.ab1cd.mongodb.net"), "mongodb app@c0.ab1cd.mongodb.net:27017 by name service"],
    ["connection-string.jdbc", { scheme: "mysql", user: "a%40b", host: "db.internal:3307" }, at("db.internal", "3307"), "mysql a@b@db.internal:3307"],
    ["connection-string.jdbc", { scheme: "postgresql", user: "app", host: "db.internal" }, at("db.internal"), "postgres app@db.internal:5432"],
    ["connection-string.libpq", { user: "a%40b", host: "db.internal", port: "5433" }, at("db.internal", "5433"), "postgres a%40b@db.internal:5433"],
    ["connection-string.go-mysql", { user: "app", host: "db.internal:3306" }, at("db.internal"), "mysql app@db.internal:3306"],
    ["connection-string.redis-options", { host: "cache.internal:6380" }, at("cache.internal", "6380"), "redis @cache.internal:6380"],
    ["connection-string.sqlserver", { user: "app", host: "db.internal", port: "5432" }, at("db.internal"), "postgres app@db.internal:5432"],
  ])("%s %j", async (id, parts, allowed, expected) => {
    expect(await verify(id, parts, allowed)).toMatchObject({ asked: [expected], plan: [{ method: "log-in", values: 1 }] });
  });

  test.each([
    ["another host", "connection-string.postgres", { user: "app", host: "db.internal" }, at("other.internal")],
    ["another port", "connection-string.postgres", { user: "app", host: "db.internal:6543" }, at("db.internal")],
    ["a host above it", "connection-string.postgres", { user: "app", host: "db.internal" }, at("internal")],
    ["several hosts", "connection-string.mongodb", { scheme: "mongodb", user: "app", host: "a.internal,b.internal" }, at("a.internal")],
    ["a name service and a port", "connection-string.mongodb", { scheme: "mongodb+srv", user: "app", host: "a.b.internal:27017" }, at("a.b.internal")],
    ["a name service where a port is allowed", "connection-string.mongodb", { scheme: "mongodb+srv", user: "app", host: "a.b.internal" }, at("a.b.internal", "27017")],
    ["settings without a port", "connection-string.libpq", { user: "app", host: "db.internal" }, at("db.internal")],
    ["settings without a user", "connection-string.libpq", {}, at("db.internal")],
    ["settings of no known server", "connection-string.sqlserver", { user: "app", host: "db.internal", port: "1433" }, at("db.internal", "1433")],
    ["no host", "connection-string.postgres", { user: "app" }, at("db.internal")],
    ["a line feed in the name", "connection-string.postgres", { user: "a%0Ab", host: "db.internal" }, at("db.internal")],
  ])("not with %s", async (_name, id, parts, allowed) => {
    expect(await verify(id, parts, allowed)).toMatchObject({ asked: [], plan: [], verdict: { state: "unknown" } });
  });

  test("schemes of the web are not logged in to", async () => {
    expect(await verify("url.password", { scheme: "https", user: "app", host: "git.internal" }, at("git.internal"))).toMatchObject({ asked: [], verdict: { state: "unchecked" } });
  });
});

describe("the server behind a name of mongodb+srv", () => {
  const resolver = (servers: readonly string[], address = "8.8.8.8") => ({
    srv: () => Promise.resolve(servers.map((name) => ({ name, port: 27018 }))),
    addresses: () => Promise.resolve([{ address, family: 4 }]),
  });
  const name = "c0.ab1cd.mongodb.net";

  test("is one of the same domain, at the address that was judged", async () => {
    const found = await serverOf(name, resolver(["b.ab1cd.mongodb.net.", "a.ab1cd.mongodb.net"]));
    expect(found).toMatchObject({ host: "a.ab1cd.mongodb.net", port: 27018 });
    if (!("lookup" in found)) throw new Error("not found");
    found.lookup("elsewhere.example", { all: false }, (_error, address) => expect(address).toBe("8.8.8.8"));
    expect.assertions(2);
  });

  test.each([
    ["of another domain", ["a.evil.example"], undefined], ["of a domain that ends alike", ["a.evilab1cd.mongodb.net"], undefined],
    ["at a private address", ["a.ab1cd.mongodb.net"], "10.0.0.5"], ["at the cloud's own address", ["a.ab1cd.mongodb.net"], "169.254.169.254"], ["nowhere", [], undefined],
  ])("%s gets nothing", async (_name, servers, address) => {
    expect(await logInToMongodb({ host: name, port: 27017, user: "app", password: RIGHT, tls: "must", srv: true, databases: [], timeout: 10_000 }, resolver(servers, address))).toMatchObject({ state: "unknown", unasked: true });
  });

  test("is asked for again where the name service does not answer", async () => {
    expect(await logInToMongodb({ host: name, port: 27017, user: "app", password: RIGHT, tls: "must", srv: true, databases: [], timeout: 10_000 }, { ...resolver([]), srv: () => Promise.reject(new Error("ESERVFAIL")) })).toHaveProperty("again");
    expect(await serverOf("mongodb.net", resolver(["a.mongodb.net"]))).toMatchObject({ again: false });
  });
});

describe("private keys", () => {
  const pem = (): string => generateKeyPairSync("ed25519", { privateKeyEncoding: { type: "pkcs8", format: "pem" }, publicKeyEncoding: { type: "spki", format: "pem" } }).privateKey;
  const hosts = ["one.example", "two.example"].map((host) => ({ host, port: 22, trusts: () => true }));
  const verify = async (answers: Readonly<Record<string, number>>, secret = pem()) => {
    const sent: string[] = [];
    const way = codeHostWay(({ host }, question) => {
      sent.push(JSON.stringify(question));
      return Promise.resolve({ known: answers[host] });
    }, hosts);
    const verifier = new Verifier({ recipeOf: () => undefined, endpoints: [], allowed: [], sideEffects: false, control: false, send: () => Promise.reject(new Error("nobody")), clock: { now: () => NOW, sleep: () => Promise.resolve() }, ways: [way] });
    const [verdict] = await verifier.verify([{ rule: rule({ id: "private-key.pem", kind: "private-key", origin: "builtin" }), secret, parts: {} }]);
    return { verdict, sent };
  };

  test("known to one host is live, to none unknown, and a host that takes any key does not count", async () => {
    expect((await verify({ "one.example": -1, "two.example": 1 })).verdict).toMatchObject({ state: "live", host: "two.example:22" });
    expect((await verify({ "one.example": -1, "two.example": -1 })).verdict).toMatchObject({ state: "unknown" });
    expect((await verify({ "one.example": 0, "two.example": -1 })).verdict).toMatchObject({ state: "unknown" });
  });

  test("nothing of the private half is sent", async () => {
    const secret = pem();
    const { sent } = await verify({ "one.example": -1, "two.example": -1 }, secret);
    expect(sent).toHaveLength(2);
    expect(sent.join()).not.toContain(secret.split("\n")[1].slice(20));
  });

  test("what is no key is not asked about", async () => expect((await verify({}, "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----")).sent).toEqual([]));
});
