/**
 * Counts what is passed over: files that ignore files hide, and files under --exclude. A hidden folder's files are
 * counted by their names alone, some 2 µs each, so that "312 files ignored, among them .env" is true of what lies in
 * hidden folders as well. A hidden folder can be huge (caches, data), so the looking ends after `MOST_NAMES` in all; from
 * then on a hidden folder counts as one, under a key of its own that ends in `folders`, and is told by that.
 */
import { readdirSync, type Dirent } from "node:fs";

const MOST_NAMES = 20_000;
const MOST_EXAMPLES = 5;

/** Names that often hold credentials: these are the examples to show. */
const TELLING = /(?:^|\/)(?:\.env(?:[.-][^/]*)?|[^/]*\.(?:pem|key|p12|pfx|jks|kdbx|tfvars|tfstate)|\.npmrc|\.pypirc|\.netrc|\.htpasswd|\.git-credentials|id_[a-z0-9]+|[^/]*(?:secret|credential)[^/]*)$/i;

export interface Ignored {
  readonly files: number;
  readonly by: Record<string, number>;
  readonly examples: string[];
}

export class Hidden {
  /** Of --exclude. */
  readonly notOpened: Record<string, number> = {};
  private readonly by: Record<string, number> = {};
  private readonly telling: string[] = [];
  private readonly plain: string[] = [];
  private files = 0;
  private names = 0;

  constructor(private readonly mostNames = MOST_NAMES) {}

  excludeFile(): void {
    count(this.notOpened, "exclude");
  }

  excludeFolder(folder: string | Buffer): void {
    this.look(folder, "", () => this.excludeFile(), () => count(this.notOpened, "exclude-folders"));
  }

  /** @param label what hides it; `path` is as in reports */
  ignoreFile(label: string, path: string): void {
    count(this.by, label);
    this.files++;
    this.example(path);
  }

  ignoreFolder(label: string, folder: string | Buffer, path: string): void {
    const one = (shown: string): void => {
      count(this.by, `${label} folders`);
      this.example(shown);
    };
    this.look(folder, `${path}/`, (shown) => this.ignoreFile(label, shown), one);
  }

  ignored(): Ignored {
    return { files: this.files, by: this.by, examples: [...this.telling, ...this.plain].slice(0, MOST_EXAMPLES) };
  }

  private example(path: string): void {
    const list = TELLING.test(path) ? this.telling : this.plain;
    if (list.length < MOST_EXAMPLES) list.push(path);
  }

  /** What cannot be listed is passed over: it is hidden in any case. */
  private look(top: string | Buffer, shown: string, file: (path: string) => void, folder: (path: string) => void): void {
    const stack = [{ at: typeof top === "string" ? top : top.toString("latin1"), shown }];
    const encoding = typeof top === "string" ? "utf8" : "latin1";
    for (let one = stack.pop(); one; one = stack.pop()) {
      if (this.names >= this.mostNames) {
        folder(one.shown);
        continue;
      }
      const entries = list(encoding === "utf8" ? one.at : Buffer.from(one.at, "latin1"), encoding);
      this.names += entries.length;
      for (const entry of entries) {
        if (entry.isDirectory()) stack.push({ at: `${one.at}/${entry.name}`, shown: `${one.shown}${entry.name}/` });
        else file(one.shown + entry.name);
      }
    }
  }
}

function list(folder: string | Buffer, encoding: "utf8" | "latin1"): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true, encoding });
  } catch {
    return [];
  }
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
