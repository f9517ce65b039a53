/** AWS Signature Version 4, by aws4fetch. Source: "Create a signed AWS API request" in the IAM User Guide. */
import { AwsV4Signer } from "aws4fetch";
import type { HttpRequest } from "../../adapters/http.js";
import { MissingValue } from "../template.js";

export interface AwsKeys {
  readonly id: string;
  readonly key: string;
  /** Empty where there is none. */
  readonly session: string;
  readonly service: string;
  readonly region: string;
}

export async function awsSigV4(request: HttpRequest, { id, key, session, service, region }: AwsKeys, now: number): Promise<HttpRequest> {
  // Of temporary credentials the pair alone is refused as an unknown one is.
  if (id.startsWith("ASIA") && session === "") throw new MissingValue("session-token");
  const signer = new AwsV4Signer({
    method: request.method, url: request.url.href, headers: { ...request.headers }, ...(request.body === undefined ? {} : { body: request.body }),
    accessKeyId: id, secretAccessKey: key, ...(session === "" ? {} : { sessionToken: session }), service, region,
    datetime: new Date(now).toISOString().replace(/[:-]|\.\d{3}/g, ""),
  });
  const { url, headers } = await signer.sign();
  const all: Record<string, string> = {};
  headers.forEach((value, name) => {
    if (name !== "host") all[name] = value;
  });
  return { ...request, url, headers: all };
}
