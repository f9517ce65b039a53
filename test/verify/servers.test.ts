/** Log-ins to real servers: right and wrong passwords are told apart, and no server is asked that --allow-host has not. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { firstKnownKey, logIn, type Login, type Protocol } from "../../src/adapters/logins/index.js";
import { tokscan } from "../support/binary.js";
import { freePort, startMariadb, startOpenldap, startPostgres, startRabbitmq, startRedis, startSshd, type RunningServer } from "../support/servers.js";
import { generateKeyPairSync } from "node:crypto";
import { connect } from "node:net";
import { publicHalf } from "../../src/verify/keypair.js";

/** Made here: no line of ours holds a password. */
const PASSWORD = ["Kq9x", "Wm4t", "Rb2z", "Lp7"].join("");
const WRONG = PASSWORD.replace("Kq9x", "Kq8x");

const SCHEMES: readonly (readonly [string, Protocol, string, (password: string) => Promise<RunningServer | undefined>])[] = [
  ["PostgreSQL", "postgres", "postgres", startPostgres],
  ["MariaDB", "mysql", "mysql", startMariadb],
  ["Redis", "redis", "redis", startRedis],
  ["RabbitMQ", "amqp", "amqp", startRabbitmq],
  ["OpenLDAP", "ldap", "ldap", startOpenldap],
];

describe.each(SCHEMES)("%s", (name, protocol, scheme, start) => {
  let server: RunningServer | undefined;
  beforeAll(async () => {
    server = await start(PASSWORD);
  });
  afterAll(() => server?.stop());

  const own = (password: string): string => (name === "Redis" ? `${password}2` : password);
  const login = ({ port, user }: RunningServer, more: Partial<Login> = {}): Login => ({ host: "127.0.0.1", port, user, password: own(PASSWORD), tls: "may", databases: [], timeout: 20_000, ...more });

  test("the right password is live, a wrong one dead", async ({ skip }) => {
    if (server === undefined) return skip();
    expect(await logIn(protocol, login(server))).toMatchObject({ state: "live" });
    expect(await logIn(protocol, login(server, { password: own(WRONG) }))).toMatchObject({ state: "dead" });
  });

  test("where nothing listens it is unknown", async ({ skip }) => {
    if (server === undefined) return skip();
    expect(await logIn(protocol, login(server, { port: await freePort() }))).toHaveProperty("again");
  });

  test("a server that speaks no TLS where it is asked for is unknown, and gets no password", async ({ skip }) => {
    if (server === undefined) return skip();
    const said = await logIn(protocol, login(server, { tls: "must", timeout: 3000 }));
    expect("again" in said || said.state === "unknown").toBe(true);
  });

  test("the program: live, dead, and not asked without permission", ({ skip }) => {
    if (server === undefined) return skip();
    const { port, user } = server;
    const text = (password: string): string => `${scheme}://${encodeURIComponent(user)}:${own(password)}@127.0.0.1:${port}/x\n`;
    const verify = (password: string, ...more: string[]) => tokscan(["verify", "--format", "json", ...more], { input: text(password) });
    const allowed = ["--allow-host", `127.0.0.1:${port}`];
    const live = verify(PASSWORD, ...allowed);
    expect([live.code, JSON.parse(live.stdout)]).toMatchObject([1, { credentials: [{ verdict: { state: "live", host: `127.0.0.1:${port}` } }] }]);
    expect(verify(WRONG, ...allowed).code).toBe(0);
    const refused = verify(PASSWORD);
    expect([refused.code, JSON.parse(refused.stdout)]).toMatchObject([3, { credentials: [{ verdict: { state: "unknown", why: "not asked: host named only in the scanned content" } }] }]);
    expect(verify(PASSWORD, "--allow-host", "127.0.0.1").code).toBe(3);
    expect(live.stdout + live.stderr + refused.stdout).not.toContain(own(PASSWORD));
  });

  if (name === "Redis") {
    test("a user whom any password lets in is unknown", ({ skip }) => {
      if (server === undefined) return skip();
      const { stdout } = tokscan(["verify", "--format", "json", "--allow-host", `127.0.0.1:${server.port}`], { input: `redis://open:${PASSWORD}@127.0.0.1:${server.port}/0\n` });
      expect(JSON.parse(stdout)).toMatchObject({ credentials: [{ verdict: { state: "unknown", why: "a made-up password is accepted as well" } }] });
    });
  }
});

describe("OpenSSH", () => {
  const [known, other] = [0, 1].map(() => publicHalf(generateKeyPairSync("ed25519", { privateKeyEncoding: { type: "pkcs8", format: "pem" }, publicKeyEncoding: { type: "spki", format: "pem" } }).privateKey) ?? "");
  let server: Awaited<ReturnType<typeof startSshd>>;
  beforeAll(async () => {
    server = await startSshd(`ssh-ed25519 ${known}\n`);
  });
  afterAll(() => server?.stop());

  test("knows a public key without a signature, and does not know another", async ({ skip }) => {
    if (server === undefined) return skip();
    const { port, user, hostKey } = server;
    const ask = (keys: readonly string[], trusted = hostKey) => firstKnownKey({ socket: connect(port, "127.0.0.1"), user, keys, trusts: (key) => key === trusted, timeout: 20_000 });
    expect(await ask([other, known])).toEqual({ known: 1 });
    expect(await ask([other])).toEqual({ known: -1 });
    expect(await ask([known], "another")).toEqual({ why: "the host shows another key than its own" });
  });
});
