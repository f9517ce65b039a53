/**
 * What was judged of matches in a history, whose versions of a file repeat them: the same match with the same text around it
 * under the same path is not judged again.
 */
import type { Confidence, Match, Naming } from "./model.js";
import type { JudgeInput } from "./detect/index.js";

/** What is said of a match that counts. */
export interface Weighed {
  /** The service that the value belongs to, where it has no shape of its own. */
  readonly naming: Naming | undefined;
  readonly mask: string;
  readonly confidence: Confidence;
  readonly proofs: readonly string[];
}

/** Some 2 MB of text; then all is forgotten. */
const MOST = 1500;

export class Weighings {
  private readonly known = new Map<string, Weighed | undefined>();

  /** Asks `weigh`, whose answer must depend on nothing but the match's rule and the input, or knows what it said. */
  of({ rule, start, valueStart, valueEnd }: Match, { match, before, after, path, binary }: JudgeInput, weigh: () => Weighed | undefined): Weighed | undefined {
    const key = `${rule} ${valueStart - start} ${valueEnd - start} ${before.length} ${match.length} ${binary ? 1 : 0} ${path}\n${before}${match}${after}`;
    const known = this.known.get(key);
    if (known !== undefined || this.known.has(key)) return known;
    if (this.known.size >= MOST) this.known.clear();
    const weighed = weigh();
    this.known.set(key, weighed);
    return weighed;
  }
}
