/**
 * The one way out for verification: node:https under rules of its own. No redirect is followed; a name is resolved once and
 * the connection made to the very address that was judged; TLS is verified whatever the environment says; answers have a
 * limit of size and time. Proxies of the environment are honoured, and NODE_EXTRA_CA_CERTS by Node itself.
 */
import { lookup } from "node:dns/promises";
import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from "node:https";
import type { LookupFunction } from "node:net";
import { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";
import { isPublicAddress, literalAddress } from "./address.js";

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export interface HttpReply {
  readonly status: number;
  /** Names in lower case; repeated ones joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The name was resolved by a proxy, so its address was not seen. */
  readonly byProxy: boolean;
}

export type HttpTrouble = "timeout" | "private-address" | "dns" | "tls" | "connection" | "too-long" | "proxy" | "value" | "debug";

/** No answer, and why; never holds what was sent. */
export class HttpFailure extends Error {
  constructor(readonly trouble: HttpTrouble, message: string) {
    super(message);
  }
}

export interface Address {
  readonly address: string;
  readonly family: number;
}

export interface HttpOptions {
  /** May this host be asked although its address is private? */
  readonly allows: (url: URL) => boolean;
  readonly userAgent: string;
  /** Milliseconds from the connection to the end of the body. */
  readonly timeout: number;
  /** Bytes of a body. */
  readonly maxBody: number;
  readonly resolve?: (hostname: string) => Promise<readonly Address[]>;
  /** Calls back after so many milliseconds; gives what cancels it. */
  readonly after?: (milliseconds: number, then: () => void) => () => void;
  /** The proxy for an address, "" for none. */
  readonly proxyFor?: (url: string) => string;
  /** What NODE_DEBUG is. */
  readonly debug?: string | undefined;
}

/** Node prints requests with their headers to standard error, which cannot be switched off once it runs. */
const TELLING = /http|net|tls|\*/i;

const CONNECTIONS = 8;

export class HttpClient {
  private readonly https = new HttpsAgent({ keepAlive: true, maxSockets: CONNECTIONS });
  private readonly http = new HttpAgent({ keepAlive: true, maxSockets: CONNECTIONS });
  private readonly proxies = new Map<string, HttpsProxyAgent<string>>();

  constructor(private readonly options: HttpOptions) {}

  /** @throws HttpFailure */
  async send(request: HttpRequest): Promise<HttpReply> {
    if (TELLING.test(this.options.debug ?? process.env["NODE_DEBUG"] ?? "")) throw new HttpFailure("debug", "NODE_DEBUG is set, so that Node would print what is sent");
    const proxy = (this.options.proxyFor ?? getProxyForUrl)(request.url.href);
    if (proxy !== "") {
      this.refuseLiteral(request.url);
      return this.exchange(request, { agent: this.proxyAgent(proxy) }, true);
    }
    const pinned = await this.address(request.url);
    return this.exchange(request, { agent: request.url.protocol === "https:" ? this.https : this.http, lookup: always(pinned) }, false);
  }

  close(): void {
    for (const agent of [this.https, this.http, ...this.proxies.values()]) agent.destroy();
  }

  private proxyAgent(proxy: string): HttpsProxyAgent<string> {
    if (!/^https?:\/\//i.test(proxy)) throw new HttpFailure("proxy", "the proxy of the environment is no HTTP proxy");
    const known = this.proxies.get(proxy) ?? new HttpsProxyAgent(proxy, { keepAlive: true, maxSockets: CONNECTIONS });
    this.proxies.set(proxy, known);
    return known;
  }

  private refuseLiteral(url: URL): void {
    const literal = literalAddress(url.hostname);
    if (literal !== undefined && !isPublicAddress(literal) && !this.options.allows(url)) throw refusal(url);
  }

  /** The one address that is connected to. */
  private async address(url: URL): Promise<Address> {
    this.refuseLiteral(url);
    const literal = literalAddress(url.hostname);
    if (literal !== undefined) return { address: literal, family: literal.includes(":") ? 6 : 4 };
    let found: readonly Address[];
    try {
      found = await (this.options.resolve ?? resolveAll)(url.hostname);
    } catch {
      throw new HttpFailure("dns", `the name ${url.hostname} was not resolved`);
    }
    const first = this.options.allows(url) ? found[0] : found.find(({ address }) => isPublicAddress(address));
    if (first === undefined) throw found.length === 0 ? new HttpFailure("dns", `the name ${url.hostname} was not resolved`) : refusal(url);
    return first;
  }

  private exchange({ method, url, headers, body }: HttpRequest, how: Pick<RequestOptions, "agent" | "lookup">, byProxy: boolean): Promise<HttpReply> {
    const sent = { "User-Agent": this.options.userAgent, "Accept": "application/json", "Accept-Encoding": "identity", ...headers };
    const length = body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
    return new Promise((resolve, reject) => {
      let request: ClientRequest;
      const fail = (failure: HttpFailure): void => {
        cancel();
        reject(failure);
        request?.destroy();
      };
      const cancel = (this.options.after ?? timer)(this.options.timeout, () => fail(new HttpFailure("timeout", `no answer within ${this.options.timeout / 1000} s`)));
      const options: RequestOptions = { method, headers: { ...sent, ...length }, rejectUnauthorized: true, ...how };
      const answered = (reply: IncomingMessage): void => read(reply, this.options.maxBody, fail, (text) => {
        cancel();
        resolve({ status: reply.statusCode ?? 0, headers: flat(reply.headers), body: text, byProxy });
      });
      try {
        request = url.protocol === "https:" ? httpsRequest(url, options, answered) : httpRequest(url, options, answered);
      } catch {
        // A value that no header can hold; the error would quote it.
        return fail(new HttpFailure("value", "the value cannot stand in a request"));
      }
      request.on("error", (error) => fail(failureOf(error)));
      request.end(body);
    });
  }
}

function read(reply: IncomingMessage, most: number, fail: (failure: HttpFailure) => void, done: (text: string) => void): void {
  const pieces: Buffer[] = [];
  let length = 0;
  reply.on("data", (piece: Buffer) => {
    length += piece.length;
    if (length > most) fail(new HttpFailure("too-long", `the answer is longer than ${most / 1024} KiB`));
    else pieces.push(piece);
  });
  reply.on("end", () => done(Buffer.concat(pieces).toString("utf8")));
  reply.on("error", (error) => fail(failureOf(error)));
  reply.on("aborted", () => fail(new HttpFailure("connection", "the connection ended within the answer")));
}

function flat(headers: IncomingMessage["headers"]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value ?? ""]));
}

/** Whatever name is asked for: it was resolved and judged before. */
function always({ address, family }: Address): LookupFunction {
  return (_hostname, options, callback) => {
    if (options.all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
}

async function resolveAll(hostname: string): Promise<readonly Address[]> {
  return lookup(hostname, { all: true, order: "ipv4first" });
}

function refusal(url: URL): HttpFailure {
  return new HttpFailure("private-address", `${url.hostname} lies in a private network; --allow-host ${url.host} allows it`);
}

function timer(milliseconds: number, then: () => void): () => void {
  const id = setTimeout(then, milliseconds);
  return () => clearTimeout(id);
}

/** Codes of OpenSSL and of Node's own checks. */
const TLS = /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO|INVALID_CA|PATH_LENGTH)/;

function failureOf(error: Error): HttpFailure {
  const code = "code" in error && typeof error.code === "string" ? error.code : "unknown error";
  if (TLS.test(code)) return new HttpFailure("tls", `TLS could not be verified (${code})`);
  return new HttpFailure("connection", `no connection (${code})`);
}
