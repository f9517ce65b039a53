/** A server on this machine that stands in for a provider, and remembers what it was asked. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { afterAll } from "vitest";
import type { TestCertificate } from "./certificate.js";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Gives an answer, or takes the response over. */
export type Respond = (asked: Asked, response: ServerResponse) => Answer | undefined;

export class StandIn {
  readonly asked: Asked[] = [];
  respond: Respond = () => ({ status: 500 });
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server, private readonly scheme: "http" | "https") {
    server.on("connection", (socket) => {
      this.sockets.add(socket);
      socket.on("error", () => undefined);
    });
  }

  static async start(tls?: TestCertificate): Promise<StandIn> {
    let made: StandIn | undefined = undefined;
    const listener: RequestListener = (request, response) => made?.handle(request, response);
    const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
    made = new StandIn(server, tls === undefined ? "http" : "https");
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    afterAll(() => made?.stop());
    return made;
  }

  get base(): string {
    return `${this.scheme}://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const asked = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body: Buffer.concat(pieces).toString() };
      this.asked.push(asked);
      const answer = this.respond(asked, response);
      if (answer === undefined) return;
      response.writeHead(answer.status ?? 200, answer.headers ?? {});
      response.end(answer.body ?? "");
    });
  }
}
