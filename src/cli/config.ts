/**
 * Configuration files: the user's own, and the scanned tree's `.tokscan.yaml`. The latter is data from strangers: a
 * regular file inside the repository, small, that may set only what is trusted anywhere. Errors show file, line and key,
 * never the text.
 */
import { homedir } from "node:os";
import { dirname, isAbsolute, join, relative } from "node:path";
import type { YamlText } from "../adapters/yaml.js";
import { TokscanError } from "../errors.js";
import { nearest } from "../suggest.js";
import { exists, isInside, isReallyInside } from "./files.js";
import { isOptionName, option, OPTION_NAMES, TRUST_TEXT, type OptionName } from "./flags.js";
import type { Io } from "./io.js";
import { fromData, layer, type Entry, type Layer } from "./settings.js";
import { readSmall } from "./small.js";

export const TREE_CONFIG = ".tokscan.yaml";
/** A key is shown in messages, but it may be anything. */
const LONGEST_KEY = 60;

export type ConfigOrigin = "user" | "tree";

export interface ConfigFile {
  /** Absolute. */
  readonly file: string;
  readonly origin: ConfigOrigin;
  readonly layer: Layer;
  /** True where `rules` holds rules themselves, to be read from the file by who loads rules. */
  readonly holdsRules: boolean;
}

/** `$XDG_CONFIG_HOME/tokscan/config.yaml`, else below `~/.config`; on Windows below `%APPDATA%`. */
export function userConfigPath(env: Io["env"], platform: NodeJS.Platform = process.platform): string | undefined {
  const folder = platform === "win32" ? env["APPDATA"] : xdgConfigHome(env);
  return folder === undefined || !isAbsolute(folder) ? undefined : join(folder, "tokscan", "config.yaml");
}

/** The user's own policy of push protection, beside their configuration. */
export function userPolicyPath(env: Io["env"]): string | undefined {
  const config = userConfigPath(env);
  return config === undefined ? undefined : join(dirname(config), "policy.yaml");
}

/** A relative one is to be ignored (XDG Base Directory Specification 0.8). */
function xdgConfigHome(env: Io["env"]): string | undefined {
  const named = env["XDG_CONFIG_HOME"];
  if (named !== undefined && isAbsolute(named)) return named;
  const home = env["HOME"] ?? accountHome();
  return home ? join(home, ".config") : undefined;
}

/** Accounts without an entry (containers with any user id) have no home. */
function accountHome(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}

/** The nearest folder upwards from `folder` (absolute) that holds `.git`, else `folder`. */
export function repositoryRoot(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (exists(join(at, ".git"))) return at;
    if (dirname(at) === at) return folder;
  }
}

/** @throws TokscanError config-invalid, option-trust */
export async function readUserConfig(io: Io): Promise<ConfigFile | undefined> {
  const file = userConfigPath(io.env);
  return file === undefined ? undefined : readConfig(file, "user", io);
}

/** `.tokscan.yaml` of the repository, where there is one. @throws TokscanError config-invalid, option-trust */
export async function readTreeConfig(repository: string, io: Io): Promise<ConfigFile | undefined> {
  return readConfig(join(repository, TREE_CONFIG), "tree", io);
}

/**
 * The file of `--config`. Outside the repository it is the user's and trusted as such; inside it is held to what
 * `.tokscan.yaml` is, for whoever writes to the tree writes to it. @throws TokscanError config-invalid, option-trust
 */
export async function readNamedConfig(file: string, repository: string, io: Io): Promise<ConfigFile> {
  const inside = isInside(file, repository) || isReallyInside(file, repository);
  const config = await readConfig(file, inside ? "tree" : "user", io, repository);
  if (!config) throw invalid(shown(file, io), "no such file", "Check the path given with --config.");
  return config;
}

async function readConfig(file: string, origin: ConfigOrigin, io: Io, repository: string = dirname(file)): Promise<ConfigFile | undefined> {
  const place = shown(file, io);
  const text = readSmall(file, origin === "tree" ? repository : undefined, { what: "configuration", off: "--no-config", fail: (what, expected) => invalid(place, what, expected) });
  return text === undefined ? undefined : interpret(text, file, origin, place);
}

/** Loads the YAML reader, which a scan without a configuration never needs. */
async function interpret(text: string, file: string, origin: ConfigOrigin, place: string): Promise<ConfigFile> {
  const { parseYaml, YamlError } = await import("../adapters/yaml.js");
  let yaml: YamlText;
  try {
    yaml = parseYaml(text);
  } catch (error) {
    if (error instanceof YamlError) throw invalid(`${place}:${error.line}`, error.message, "Expected YAML: `option: value`, one a line.");
    throw error;
  }
  if (yaml.data === null || yaml.data === undefined) return { file, origin, layer: {}, holdsRules: false };
  if (!isMapping(yaml.data)) throw invalid(`${place}:1`, "is no list of options", "Expected YAML: `option: value`, one a line.");
  return { file, origin, ...readKeys(yaml.data, (path) => `${place}:${yaml.lineOf(path)}`, origin) };
}

function readKeys(data: Readonly<Record<string, unknown>>, placeOf: (path: readonly (string | number)[]) => string, origin: ConfigOrigin): Pick<ConfigFile, "layer" | "holdsRules"> {
  let holdsRules = false;
  const entries = Object.entries(data).map(([key, value]): Entry => {
    const name = knownKey(key, placeOf([key]), origin);
    const texts = name === "rules" && Array.isArray(value) ? value.filter((item) => !isMapping(item)) : value;
    holdsRules ||= texts !== value && Array.isArray(value) && (texts as unknown[]).length < value.length;
    const read = fromData(option(name), texts, (expected) => invalid(placeOf([key]), `the value of '${name}' is not understood`, `Expected ${expected}.`));
    return [name, read];
  });
  return { layer: layer(entries), holdsRules };
}

function knownKey(key: string, place: string, origin: ConfigOrigin): OptionName {
  if (!isOptionName(key)) throw unknownKey(key, place, origin);
  const { trust } = option(key);
  if (!mayStand(key, origin)) throw new TokscanError("option-trust", { place, option: key, where: TRUST_TEXT[trust] });
  return key;
}

/** Is this key obeyed in such a file? */
export function mayStand(name: OptionName, origin: ConfigOrigin): boolean {
  const { trust } = option(name);
  return trust === "anywhere" || (trust === "user" && origin === "user");
}

function unknownKey(key: string, place: string, origin: ConfigOrigin): TokscanError {
  const near = nearest(key, OPTION_NAMES.filter((name) => mayStand(name, origin)));
  const name = key.length > LONGEST_KEY ? `${key.slice(0, LONGEST_KEY)}…` : key;
  return invalid(place, `unknown key '${name}'`, near === undefined ? "docs/cli.md lists the keys." : `Did you mean '${near}'?`);
}

/** As the user would type it from where they are. */
export function shown(file: string, { cwd }: Io): string {
  return isInside(file, cwd) ? relative(cwd, file) : file;
}

function isMapping(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}

function invalid(place: string, what: string, expected: string): TokscanError {
  return new TokscanError("config-invalid", { place, what, expected });
}
