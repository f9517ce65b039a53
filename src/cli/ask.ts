/** Asks on the terminal, not on standard input: for values, of which nothing is shown, and for a yes. */
import { openSync } from "node:fs";
import { ReadStream, WriteStream } from "node:tty";
import { TokscanError } from "../errors.js";

const CONSOLE = process.platform === "win32" ? { input: "\\\\.\\CONIN$", output: "\\\\.\\CONOUT$" } : { input: "/dev/tty", output: "/dev/tty" };

/** @throws TokscanError verify-input without a terminal, or where it is closed */
export async function askSilently(question: string): Promise<string> {
  const { input, output } = open();
  output.write(question);
  input.setRawMode(true);
  try {
    return await line(input);
  } finally {
    input.setRawMode(false);
    input.destroy();
    output.write("\n");
    output.destroy();
  }
}

/** A question to be answered with `yes`; anything else is no. @throws TokscanError verify-input without a terminal */
export async function askYes(question: string): Promise<boolean> {
  const { input, output } = open();
  output.write(`${question} `);
  try {
    const answer = await new Promise<string>((resolve) => {
      input.once("data", (text: Buffer) => resolve(text.toString("utf8")));
      input.once("end", () => resolve(""));
    });
    return /^\s*yes\s*$/i.test(answer);
  } finally {
    input.destroy();
    output.destroy();
  }
}

function open(): { input: ReadStream; output: WriteStream } {
  try {
    return { input: new ReadStream(openSync(CONSOLE.input, "r")), output: new WriteStream(openSync(CONSOLE.output, "w")) };
  } catch {
    throw new TokscanError("verify-input", { what: "there is no terminal to ask on", expected: "Give parts on standard input with the secret, as they stand in a file; --yes revokes without asking." });
  }
}

const [END, ERASE, DELETE, STOP] = ["\r", "\b", "\x7f", "\x03"];

/** In raw mode each key comes as it is pressed. */
function line(input: ReadStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    input.on("data", (keys: Buffer) => {
      for (const key of keys.toString("utf8")) {
        if (key === END || key === "\n" || key === "\x04") return resolve(text);
        if (key === STOP) return reject(new TokscanError("verify-input", { what: "stopped", expected: "Nothing was sent." }));
        text = key === ERASE || key === DELETE ? text.slice(0, -1) : text + key;
      }
    });
    input.on("end", () => resolve(text));
    input.on("error", () => reject(new TokscanError("verify-input", { what: "the terminal cannot be read" })));
  });
}
