/** What the filters look at: the value, what it is assigned to, and where it stands. */
import type { CompiledRule } from "../model.js";
import { words } from "./language.js";
import { withoutPrefix } from "./checks/check.js";

/** One match, with up to 256 bytes of text on either side (decoded as UTF-8 or latin1). */
export interface JudgeInput {
  readonly rule: CompiledRule;
  /** The secret. */
  readonly value: string;
  /** The whole match, of which the value is a part. */
  readonly match: string;
  readonly before: string;
  readonly after: string;
  /** `/`-separated, relative to the scanned root. */
  readonly path: string;
  readonly lineText: string;
  /** The content is binary with text in it. */
  readonly binary: boolean;
}

/** A match as filters see it; what is dear to compute is computed when first asked for. */
export class Subject {
  /** The value without the rule's literal prefix: `sk_test_` is no sign of a placeholder. */
  readonly body: string;
  #name: string | undefined;
  #nameWords: readonly string[] | undefined;

  constructor(readonly input: JudgeInput) {
    this.body = withoutPrefix(input.value, input.rule.prefixes);
  }

  get value(): string {
    return this.input.value;
  }

  /** Found by a rule that knows only a name and an operator, no shape: doubts about the place weigh more. */
  get isCatchAll(): boolean {
    return this.input.rule.rule.id.startsWith("generic.");
  }

  /** Only a name, or a header made for keys, speaks for the value: the model of values decides. */
  get isShapeless(): boolean {
    return this.isCatchAll || SHAPELESS_HEADERS.test(this.input.rule.rule.id);
  }

  /** May be what a human made up. */
  get isChosen(): boolean {
    return this.input.rule.rule.filter === "password";
  }

  /** The identifier the value is given to (`DB_PASSWORD`, `user.apiKey`), or "" where there is none. */
  get name(): string {
    return (this.#name ??= assignedName(this.input.before, this.head));
  }

  /** The name's words in lower case. */
  get nameWords(): readonly string[] {
    return (this.#nameWords ??= words(this.name));
  }

  /** The match before the value. */
  get head(): string {
    return this.input.match.slice(0, valueStart(this.input));
  }

  /** The match after the value. */
  get tail(): string {
    return this.input.match.slice(valueStart(this.input) + this.value.length);
  }

  /** What stands between the name and the value. */
  get link(): string {
    const { head } = this;
    return head.slice(head.search(/[^\w.$-]/));
  }
}

/** The value stands at the end of a match, so that an earlier copy of a short value is not it. */
function valueStart(input: JudgeInput): number {
  return Math.max(0, input.match.lastIndexOf(input.value));
}

const SHAPELESS_HEADERS = /^http\.(?:bearer-token|authorization-token|key-header|curl-key)$/;
const IDENTIFIER_END = /[\w.$-]{1,80}$/;
const IDENTIFIER = /[A-Za-z_][\w.$-]*/g;
const KEYWORD = /secret|token|key|pass|pwd|pw|cred|auth|bearer|salt|senha|contrase|kennwort|mdp/i;

export function speaksOfSecret(name: string): boolean {
  return KEYWORD.test(name);
}

function assignedName(before: string, head: string): string {
  const lead = /^[\w.$-]/.test(head) ? (IDENTIFIER_END.exec(before)?.[0] ?? "") : "";
  const names = (lead + head).match(IDENTIFIER) ?? [];
  return names.find(speaksOfSecret) ?? names[0] ?? "";
}
