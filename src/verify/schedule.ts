/**
 * Many questions to many hosts, politely and in bounded time: each host has its own lanes and its own rhythm, waits where it
 * asks to wait, and is left alone once it does not answer. Time comes from a clock that tests replace.
 */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export const SYSTEM_CLOCK: Clock = { now: () => Date.now(), sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)) };

export interface Pace {
  /** Requests at once to one host, and to all. */
  readonly perHost: number;
  readonly hosts: number;
  /** Milliseconds between the starts of two requests to one host. */
  readonly interval: number;
  /** Further tries of one question where the host faults or asks to wait. */
  readonly retries: number;
  /** Milliseconds before the first further try; doubled for each. */
  readonly backoff: number;
  /** The longest wait that a host may ask for, in milliseconds. */
  readonly longestWait: number;
  /** Faults in a row after which a host is left alone. */
  readonly faults: number;
  /** Milliseconds for everything. */
  readonly deadline: number;
}

export const PACE: Pace = { perHost: 2, hosts: 16, interval: 250, retries: 2, backoff: 1000, longestWait: 30_000, faults: 5, deadline: 300_000 };

/** What became of one try: an answer, or a fault of the host after which one may try again. */
export type Tried<A> = { readonly answer: A; readonly again?: undefined } | { readonly again: string; readonly wait?: number | undefined };

export interface Question<A> {
  readonly host: string;
  /** `turn` waits for the host's next turn, for a second request; false where it would come too late. */
  ask(turn: () => Promise<boolean>): Promise<Tried<A>>;
  /** Gives the answer, or why there is none. */
  settle(answer: A | undefined, why: string): void;
}

export class Schedule<A> {
  private readonly end: number;

  constructor(private readonly clock: Clock, private readonly pace: Pace) {
    this.end = clock.now() + pace.deadline;
  }

  /** Settles each question once. */
  async run(questions: readonly Question<A>[]): Promise<void> {
    const byHost = new Map<string, Question<A>[]>();
    for (const question of questions) {
      const same = byHost.get(question.host);
      if (same === undefined) byHost.set(question.host, [question]);
      else same.push(question);
    }
    const waiting = [...byHost].map(([host, queue]) => new Host(host, queue));
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await this.all(next);
    };
    await Promise.all(Array.from({ length: this.pace.hosts }, lane));
  }

  private async all(host: Host<A>): Promise<void> {
    const lane = async (): Promise<void> => {
      for (let next = host.queue.shift(); next !== undefined; next = host.queue.shift()) await this.one(host, next);
    };
    await Promise.all(Array.from({ length: this.pace.perHost }, lane));
  }

  private async one(host: Host<A>, question: Question<A>): Promise<void> {
    let why = "";
    for (let tried = 0; tried <= this.pace.retries; tried++) {
      if (host.faults >= this.pace.faults) return question.settle(undefined, why || `${host.name} did not answer ${host.faults} times in a row and was left alone`);
      if (!(await this.turn(host))) return question.settle(undefined, why || "the time for verification was over");
      const outcome = await question.ask(() => this.turn(host));
      if (outcome.again === undefined) {
        host.faults = 0;
        return question.settle(outcome.answer, "");
      }
      host.faults++;
      why = outcome.again;
      const wait = Math.max(outcome.wait ?? 0, this.pace.backoff * 2 ** tried);
      if (wait > this.pace.longestWait) break;
      host.next = Math.max(host.next, this.clock.now() + wait);
    }
    question.settle(undefined, why);
  }

  /** Waits for the host's next turn; false where it would come too late. */
  private async turn(host: Host<A>): Promise<boolean> {
    const now = this.clock.now();
    const at = Math.max(now, host.next);
    if (at >= this.end) return false;
    host.next = at + this.pace.interval;
    if (at > now) await this.clock.sleep(at - now);
    return true;
  }
}

class Host<A> {
  /** When the next request may start. */
  next = 0;
  faults = 0;
  constructor(readonly name: string, readonly queue: Question<A>[]) {}
}
