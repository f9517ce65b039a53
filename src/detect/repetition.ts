/** Values that nobody drew at random: few different characters, one block again and again, counting, keyboard rows. */

// Above it a value holds structure (a key, a signed token) of which runs of one character are a part.
const LONGEST = 400;

/** Few different characters, a long run of one, or one block repeated. */
export function isRepetitive(text: string): boolean {
  const length = text.length;
  if (length < 6 || length > LONGEST) return false;
  return fewCharacters(text) || longestRun(text) >= Math.max(6, length / 3) || isPeriodic(text);
}

/** Random hex of 16 characters holds 5 or fewer different ones once in 30,000 draws, of 32 once in 10^10. */
function fewCharacters(text: string): boolean {
  const most = text.length < 8 ? 1 : text.length < 16 ? 2 : text.length < 24 ? 4 : 5;
  const seen = new Set<number>();
  for (let i = 0; i < text.length; i++) {
    seen.add(text.charCodeAt(i) | 0x20);
    if (seen.size > most) return false;
  }
  return true;
}

function longestRun(text: string): number {
  let longest = 1;
  let run = 1;
  for (let i = 1; i < text.length; i++) {
    run = text[i] === text[i - 1] ? run + 1 : 1;
    if (run > longest) longest = run;
  }
  return longest;
}

/** Whether the text is a block of at most half its length, repeated (the last one may be cut): by its longest border. */
function isPeriodic(text: string): boolean {
  if (text.length < 8) return false;
  const border = new Uint16Array(text.length);
  for (let i = 1, k = 0; i < text.length; i++) {
    while (k > 0 && text[i] !== text[k]) k = border[k - 1];
    if (text[i] === text[k]) k++;
    border[i] = k;
  }
  return (border[text.length - 1]) * 2 >= text.length;
}

const KEYBOARD = /qwertyu|wertyui|ertyuio|rtyuiop|asdfghj|sdfghjk|dfghjkl|zxcvbnm|qazwsx|1qaz2wsx|1q2w3e4r|deadbeef|cafebabe|feedface|baadf00d|decafbad|badc0ffee/i;

/** `abc123def456`: letters and digits in turn, three by three. */
const TRIPLES = /^(?:abc|def|ghi|jkl|mno|pqr|stu|xyz|123|456|789|012|[-_]){3,}$/i;

/** Counting up or down (`12345678`, `abcdefgh`, `a1b2c3d4`), a row of the keyboard, or a hex word. */
export function isSequential(text: string): boolean {
  if (text.length < 6 || text.length > LONGEST) return false;
  const { longest, covered } = counting(text, 1);
  if (longest >= 8 || covered >= text.length * 0.6) return true;
  if (TRIPLES.test(text)) return true;
  return counting(text, 2).longest >= 8 || KEYBOARD.test(text);
}

/** Longest run of characters each one above (or below) the one `step` before it, and how many stand in runs of 4 or more. */
function counting(text: string, step: number): { readonly longest: number; readonly covered: number } {
  let longest = 1;
  let covered = 0;
  for (const direction of [1, -1]) {
    let run = step;
    for (let i = step; i <= text.length; i++) {
      if (i < text.length && follows(text.charCodeAt(i - step), text.charCodeAt(i), direction)) {
        run++;
        continue;
      }
      if (run >= 4) covered += run;
      if (run > longest) longest = run;
      run = step;
    }
  }
  return { longest, covered };
}

/** After 9 comes 0, and after 9 comes A as well (`...789abc`); letters of both cases count alike. */
function follows(a: number, b: number, direction: number): boolean {
  const from = direction > 0 ? a : b;
  const to = direction > 0 ? b : a;
  if (from === 0x39) return to === 0x30 || (to | 0x20) === 0x61;
  const letters = from >= 0x41;
  return letters ? (to | 0x20) - (from | 0x20) === 1 : to - from === 1 && to <= 0x39;
}
