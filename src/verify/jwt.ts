/** What a JSON Web Token says of itself, without its signature being checked. */
export interface Claims {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Undefined where it is no JWT. */
export function claims(value: string): Claims | undefined {
  const [, header, payload] = /^(eyJ[A-Za-z0-9_-]+)\.(eyJ[A-Za-z0-9_-]+)\.[A-Za-z0-9_-]*$/.exec(value) ?? [];
  if (header === undefined || payload === undefined) return undefined;
  const [first, second] = [header, payload].map(object);
  return first === undefined || second === undefined ? undefined : { header: first, payload: second };
}

function object(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const data: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    return typeof data === "object" && data !== null && !Array.isArray(data) ? (data as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

/** Clocks differ; no one needs the last minutes. */
const LEEWAY = 300_000;

/** `expired on 2026-01-31`: a token that says so is not sent. */
export function expiry(value: string, now: number): string | undefined {
  const at = claims(value)?.payload["exp"];
  if (typeof at !== "number" || !Number.isFinite(at) || at <= 0 || at * 1000 + LEEWAY > now) return undefined;
  return `expired on ${new Date(at * 1000).toISOString().slice(0, 10)}`;
}
