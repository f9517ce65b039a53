/** Hostile and broken answers, from real servers: each is a failure with its reason, and nothing of the request stands in it. */
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { afterAll, expect, test } from "vitest";
import { HttpFailure, type HttpClient } from "../../src/adapters/http.js";
import { certificate } from "../support/certificate.js";
import { StandIn } from "../support/stand-in.js";
import { client } from "./support.js";

const plain = await StandIn.start();
const tls = certificate();
const secure = await StandIn.start(tls);
const SECRET = ["made", "up", "value"].join("-");

async function trouble(of: HttpClient, base: string): Promise<string> {
  try {
    await of.send({ method: "GET", url: new URL(`${base}/me`), headers: { Authorization: `Bearer ${SECRET}` } });
    return "none";
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    expect(error.message).not.toContain(SECRET);
    return error.trouble;
  }
}

test("an answer as it is, redirects among them, which are not followed", async () => {
  plain.asked.length = 0;
  plain.respond = () => ({ status: 302, headers: { location: `${secure.base}/elsewhere`, "x-scopes": "a" }, body: "gone" });
  const reply = await client().send({ method: "POST", url: new URL(`${plain.base}/me?a=1`), headers: { "X-Key": "k" }, body: "token=1" });
  expect(reply).toMatchObject({ status: 302, body: "gone", byProxy: false });
  expect(reply.headers["x-scopes"]).toBe("a");
  expect(plain.asked).toMatchObject([{ method: "POST", path: "/me?a=1", body: "token=1", headers: { "x-key": "k", "user-agent": "tokscan/test", "content-length": "7", "accept-encoding": "identity" } }]);
  expect(secure.asked).toEqual([]);
});

test("no answer in time", async () => {
  let late: (() => void) | undefined;
  plain.respond = () => {
    // The time is over as soon as the server has the request.
    late?.();
    return undefined;
  };
  expect(await trouble(client({ after: (_milliseconds, then) => {
    late = then;
    return () => undefined;
  } }), plain.base)).toBe("timeout");
});

test("a body without end", async () => {
  plain.respond = (_asked, response) => {
    const more = (): void => {
      if (!response.destroyed) response.write("x".repeat(1000), more);
    };
    more();
    return undefined;
  };
  expect(await trouble(client(), plain.base)).toBe("too-long");
});

test("a connection that ends within the answer", async () => {
  plain.respond = (_asked, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("half", () => response.destroy());
    return undefined;
  };
  expect(await trouble(client(), plain.base)).toBe("connection");
});

test("what is no HTTP", async () => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.end("SSH-2.0-made-up\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => server.close());
  expect(await trouble(client(), `http://127.0.0.1:${(server.address() as AddressInfo).port}`)).toBe("connection");
});

test("nobody there", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  expect(await trouble(client(), `http://127.0.0.1:${port}`)).toBe("connection");
});

test("a certificate that nobody vouches for, whatever the environment says", async () => {
  secure.asked.length = 0;
  const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
  process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
  try {
    expect(await trouble(client(), secure.base)).toBe("tls");
  } finally {
    if (before === undefined) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    else process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before;
  }
  expect(await trouble(client(), plain.base.replace("http:", "https:"))).toBe("tls");
  expect(secure.asked).toEqual([]);
});

test("a value that no header can hold", async () => {
  await expect(client().send({ method: "GET", url: new URL(plain.base), headers: { Authorization: `Bearer ${SECRET}\r\nHost: evil.example` } })).rejects.toMatchObject({ trouble: "value" });
});

test("a name that is not resolved", async () => {
  expect(await trouble(client({ resolve: () => Promise.reject(new Error("no such name")) }), "https://nowhere.example")).toBe("dns");
  expect(await trouble(client({ resolve: () => Promise.resolve([]) }), "https://nowhere.example")).toBe("dns");
});

test("a name is resolved once, and the connection is made to the address that was judged", async () => {
  plain.respond = () => ({ status: 200, body: "here" });
  const { port } = new URL(plain.base);
  let resolved = 0;
  // A second answer would lead elsewhere.
  const resolve = () => Promise.resolve([{ address: ++resolved === 1 ? "127.0.0.1" : "192.0.2.1", family: 4 }]);
  const reply = await client({ resolve }).send({ method: "GET", url: new URL(`http://rebinding.example:${port}/`), headers: {} });
  expect({ body: reply.body, resolved, host: plain.asked.at(-1)?.headers.host }).toEqual({ body: "here", resolved: 1, host: `rebinding.example:${port}` });
});

test("certificates are verified through a proxy as well", async () => {
  secure.asked.length = 0;
  const { port } = new URL(secure.base);
  const proxy = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => {
      const onward = connect(Number(port), "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        socket.pipe(onward).pipe(socket);
      });
      onward.on("error", () => undefined);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  afterAll(() => proxy.close());
  expect(await trouble(client({ proxyFor: () => `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` }), "https://api.example.com")).toBe("tls");
  expect(secure.asked).toEqual([]);
});

test.each(["http", "https,fs", "*", "net"])("with NODE_DEBUG=%s nothing is sent: Node would print it", async (debug) => {
  plain.asked.length = 0;
  expect(await trouble(client({ debug }), plain.base)).toBe("debug");
  expect(plain.asked).toEqual([]);
});

test("through a proxy the name is not resolved here, and the answer says so", async () => {
  const connected: string[] = [];
  const proxy = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", (head) => {
      connected.push(head.toString().split("\r\n")[0]);
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  afterAll(() => proxy.close());
  const one = client({ allows: () => false, proxyFor: () => `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, resolve: () => Promise.reject(new Error("not here")) });
  expect(await one.send({ method: "GET", url: new URL("http://api.example.com/"), headers: {} })).toMatchObject({ status: 200, body: "ok", byProxy: true });
  expect(connected).toEqual(["CONNECT api.example.com:80 HTTP/1.1"]);
  await expect(client({ proxyFor: () => "socks5://127.0.0.1:1" }).send({ method: "GET", url: new URL("http://api.example.com/"), headers: {} })).rejects.toMatchObject({ trouble: "proxy" });
});
