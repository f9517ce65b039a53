/**
 * Real servers for tests, from the distribution's packages: each in a folder of its own, on a free port of 127.0.0.1, with one user and
 * password. Undefined where the program is not installed; with TOKSCAN_TEST_SERVERS=all, as in CI, that is a failure.
 */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { accessSync, chmodSync, constants, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";

export interface RunningServer {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly folder: string;
  stop(): Promise<void>;
}

const FOLDERS = ["/usr/sbin", "/usr/local/bin", "/usr/lib/postgresql"];
const ROOT = process.getuid?.() === 0;

export function programOf(...names: readonly string[]): string | undefined {
  const versions = existing("/usr/lib/postgresql").map((version) => `/usr/lib/postgresql/${version}/bin`);
  const found = [...(process.env["PATH"] ?? "").split(delimiter), ...FOLDERS, ...versions].flatMap((folder) => names.map((name) => join(folder, name))).find(isProgram);
  if (found === undefined && process.env["TOKSCAN_TEST_SERVERS"] === "all") throw new Error(`${names.join(" or ")} is not installed`);
  return found;
}

function existing(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject).listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tokscan-server-"));
  chmodSync(folder, 0o777);
  return folder;
}

/** Waits until something listens, by asking: no clock decides but the test's own limit. */
async function listening(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    if (await new Promise<boolean>((resolve) => connect(port, "127.0.0.1").once("connect", function (this: import("node:net").Socket) { this.destroy(); resolve(true); }).once("error", () => resolve(false)))) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

interface Running {
  readonly child: ChildProcess;
  readonly port: number;
  readonly folder: string;
  readonly user: string;
  readonly password: string;
}

function running({ child, port, folder, user, password }: Running, signal: NodeJS.Signals = "SIGTERM"): RunningServer {
  const stop = (): Promise<void> => new Promise((resolve) => {
    const gone = (): void => {
      rmSync(folder, { recursive: true, force: true });
      resolve();
    };
    if (child.exitCode !== null) return gone();
    child.once("exit", gone);
    child.kill(signal);
  });
  return { port, user, password, folder, stop };
}

function call(program: string, args: readonly string[], options: { readonly uid?: number; readonly gid?: number; readonly input?: string; readonly env?: NodeJS.ProcessEnv } = {}): void {
  const { status, stderr, stdout } = spawnSync(program, args, { encoding: "utf8", ...options });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stdout} ${stderr}`);
}

/** PostgreSQL refuses to run as root. */
function nobody(): { readonly uid?: number; readonly gid?: number } {
  return ROOT ? { uid: 65534, gid: 65534 } : {};
}

export async function startPostgres(password: string): Promise<RunningServer | undefined> {
  const [initdb, postgres] = [programOf("initdb"), programOf("postgres")];
  if (initdb === undefined || postgres === undefined) return undefined;
  const [folder, port] = [newFolder(), await freePort()];
  const data = join(folder, "data");
  writeFileSync(join(folder, "password"), password, { mode: 0o644 });
  const env = { ...process.env, LC_ALL: "C", HOME: folder };
  call(initdb, ["-D", data, "-U", "app", "--auth=scram-sha-256", `--pwfile=${join(folder, "password")}`, "--no-sync"], { ...nobody(), env });
  const child = spawn(postgres, ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", folder, "-F"], { ...nobody(), env, stdio: "ignore" });
  await listening(port, child);
  return running({ child, port, folder, user: "app", password }, "SIGQUIT");
}

export async function startMariadb(password: string): Promise<RunningServer | undefined> {
  const [install, server] = [programOf("mariadb-install-db", "mysql_install_db"), programOf("mariadbd", "mysqld")];
  if (install === undefined || server === undefined) return undefined;
  const [folder, port] = [newFolder(), await freePort()];
  const common = ["--no-defaults", `--datadir=${join(folder, "data")}`, `--user=${userInfo().username}`];
  call(install, [...common, "--auth-root-authentication-method=normal", "--skip-test-db"]);
  const init = join(folder, "init.sql");
  writeFileSync(init, `CREATE USER 'app'@'%' IDENTIFIED BY '${password}';\n`);
  const child = spawn(server, [...common, `--port=${port}`, "--bind-address=127.0.0.1", `--socket=${join(folder, "s")}`, `--pid-file=${join(folder, "pid")}`, `--init-file=${init}`, "--innodb-buffer-pool-size=8M", "--skip-name-resolve"], { stdio: "ignore" });
  await listening(port, child);
  return running({ child, port, folder, user: "app", password }, "SIGKILL");
}

export async function startRedis(password: string): Promise<RunningServer | undefined> {
  const server = programOf("redis-server", "valkey-server");
  if (server === undefined) return undefined;
  const [folder, port] = [newFolder(), await freePort()];
  writeFileSync(join(folder, "redis.conf"), `port ${port}\nbind 127.0.0.1\ndir ${folder}\nsave ""\nrequirepass ${password}\nuser worker on >${password}2 ~* +@all\nuser open on nopass ~* +@all\n`);
  const child = spawn(server, [join(folder, "redis.conf")], { stdio: "ignore" });
  await listening(port, child);
  return running({ child, port, folder, user: "worker", password }, "SIGKILL");
}

export async function startRabbitmq(password: string): Promise<RunningServer | undefined> {
  const server = programOf("rabbitmq-server");
  if (server === undefined) return undefined;
  const [folder, port, distribution, epmd] = [newFolder(), await freePort(), await freePort(), await freePort()];
  const definitions = join(folder, "definitions.json");
  writeFileSync(definitions, JSON.stringify({
    users: [{ name: "app", password, tags: [] }], vhosts: [{ name: "/" }, { name: "other" }],
    permissions: [{ user: "app", vhost: "/", configure: ".*", write: ".*", read: ".*" }],
  }));
  writeFileSync(join(folder, "rabbitmq.conf"), `listeners.tcp.1 = 127.0.0.1:${port}\nload_definitions = ${definitions}\n`);
  writeFileSync(join(folder, "plugins"), "[].");
  mkdirSync(join(folder, "home"));
  const env = {
    ...process.env, HOME: join(folder, "home"), RABBITMQ_NODENAME: `t${port}@localhost`, RABBITMQ_MNESIA_BASE: join(folder, "db"), RABBITMQ_LOG_BASE: join(folder, "log"),
    RABBITMQ_CONFIG_FILE: join(folder, "rabbitmq"), RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, "plugins"), RABBITMQ_DIST_PORT: String(distribution), ERL_EPMD_PORT: String(epmd),
    RABBITMQ_CONF_ENV_FILE: join(folder, "none"), RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "+S 1:1 +sbwt none",
  };
  // The script in PATH of Debian becomes another user first; the one that it calls does not.
  const own = "/usr/lib/rabbitmq/bin/rabbitmq-server";
  const child = spawn(isProgram(own) ? own : server, [], { env, stdio: "ignore", detached: true });
  await listening(port, child);
  const script = running({ child, port, folder, user: "app", password });
  return {
    ...script,
    stop: async () => {
      // Erlang's machine is a child of the script, and its name server outlives both.
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      spawnSync("epmd", ["-port", String(epmd), "-kill"], { stdio: "ignore" });
      await script.stop();
    },
  };
}

export async function startOpenldap(password: string): Promise<RunningServer | undefined> {
  const server = programOf("slapd");
  if (server === undefined) return undefined;
  const [folder, port] = [newFolder(), await freePort()];
  mkdirSync(join(folder, "db"));
  const modules = ["/usr/lib/ldap", "/usr/lib/openldap"].find((path) => existing(path).some((name) => name.startsWith("back_mdb")));
  writeFileSync(join(folder, "slapd.conf"), [
    "include /etc/ldap/schema/core.schema", `pidfile ${join(folder, "pid")}`, ...(modules === undefined ? [] : [`modulepath ${modules}`, "moduleload back_mdb"]),
    "database mdb", 'suffix "dc=corp"', 'rootdn "cn=svc,dc=corp"', `rootpw ${password}`, `directory ${join(folder, "db")}`, "",
  ].join("\n"));
  const child = spawn(server, ["-f", join(folder, "slapd.conf"), "-h", `ldap://127.0.0.1:${port}`, "-d", "0"], { stdio: "ignore" });
  await listening(port, child);
  return running({ child, port, folder, user: "cn=svc,dc=corp", password }, "SIGKILL");
}

/** OpenSSH, for the user who runs the tests. @param authorized lines of `authorized_keys` */
export async function startSshd(authorized: string): Promise<RunningServer & { readonly hostKey: string } | undefined> {
  const [server, keygen] = [programOf("sshd"), programOf("ssh-keygen")];
  if (server === undefined || keygen === undefined) return undefined;
  const [folder, port] = [newFolder(), await freePort()];
  chmodSync(folder, 0o755);
  call(keygen, ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "host")]);
  writeFileSync(join(folder, "authorized_keys"), authorized, { mode: 0o600 });
  writeFileSync(join(folder, "sshd_config"), [
    `HostKey ${join(folder, "host")}`, `AuthorizedKeysFile ${join(folder, "authorized_keys")}`, "PermitRootLogin yes", "StrictModes no", "UsePAM no", "PasswordAuthentication no", `PidFile ${join(folder, "pid")}`, "",
  ].join("\n"));
  if (ROOT) mkdirSync("/run/sshd", { recursive: true });
  const child = spawn(server, ["-D", "-f", join(folder, "sshd_config"), "-p", String(port), "-o", "ListenAddress=127.0.0.1"], { stdio: "ignore" });
  await listening(port, child);
  const scanned = spawnSync(keygen, ["-y", "-f", join(folder, "host")], { encoding: "utf8" }).stdout.split(" ")[1] ?? "";
  return { ...running({ child, port, folder, user: userInfo().username, password: "" }), hostKey: scanned.trim() };
}
