/** Shannon entropy: how evenly a value uses its characters. Random hex reaches at most 4 bits, base64 6; words 2.5 to 3.8. */

const ASCII = 128;
// One scan is synchronous, so the counters can be shared; they are zero between calls.
const counts = new Uint32Array(ASCII);

/** Bits a character of `text`; 0 for the empty text. */
export function entropy(text: string): number {
  const length = text.length;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= ASCII) {
      counts.fill(0);
      return entropyOfAny(text);
    }
    (counts[code])++;
  }
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    const count = counts[code];
    if (count === 0) continue;
    sum -= (count / length) * Math.log2(count / length);
    counts[code] = 0;
  }
  return sum;
}

function entropyOfAny(text: string): number {
  const byCharacter = new Map<string, number>();
  for (const char of text) byCharacter.set(char, (byCharacter.get(char) ?? 0) + 1);
  const length = [...text].length;
  let sum = 0;
  for (const count of byCharacter.values()) sum -= (count / length) * Math.log2(count / length);
  return sum;
}
