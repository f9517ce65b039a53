/** Ranges of possible starts, gathered by rule, given back merged and in ascending order of rule and offset. */
export class Ranges {
  private readonly byRule: (number[] | undefined)[];
  private readonly rules: number[] = [];
  count = 0;

  /** `rules`: how many there are. */
  constructor(rules: number) {
    this.byRule = new Array<number[] | undefined>(rules);
  }

  /** Both ends count. */
  add(rule: number, lo: number, hi: number): void {
    let list = this.byRule[rule];
    if (!list) this.byRule[rule] = list = [];
    if (list.length === 0) this.rules.push(rule);
    list.push(lo, hi);
    this.count++;
  }

  drain(each: (rule: number, lo: number, hi: number) => void): void {
    this.rules.sort((a, b) => a - b);
    for (const rule of this.rules) {
      const list = this.byRule[rule] as number[];
      drainRule(rule, list, each);
      list.length = 0;
    }
    this.rules.length = 0;
    this.count = 0;
  }
}

function drainRule(rule: number, list: readonly number[], each: (rule: number, lo: number, hi: number) => void): void {
  if (list.length === 2) return each(rule, list[0], list[1]);
  const order = ascending(list) ? undefined : Array.from({ length: list.length / 2 }, (_, i) => i * 2).sort((a, b) => list[a] - list[b]);
  let lo = list[order?.[0] ?? 0];
  let hi = list[(order?.[0] ?? 0) + 1];
  for (let k = 1; 2 * k < list.length; k++) {
    const next = order?.[k] ?? 2 * k;
    const nextLo = list[next];
    const nextHi = list[next + 1];
    if (nextLo > hi + 1) {
      each(rule, lo, hi);
      lo = nextLo;
      hi = nextHi;
    } else hi = Math.max(hi, nextHi);
  }
  each(rule, lo, hi);
}

/** As the kernel mostly reports them. */
function ascending(list: readonly number[]): boolean {
  for (let i = 2; i < list.length; i += 2) if (list[i] < list[i - 2]) return false;
  return true;
}
