/** Signing schemes by name. A signature is made of the secret; the secret itself is not sent. */
import type { SigningScheme } from "../../model.js";
import type { HttpRequest } from "../../adapters/http.js";
import { fill, MissingValue, plain, UnfitValue, type Values } from "../template.js";
import { awsSigV4 } from "./aws.js";
import { azureSharedKey } from "./azure.js";
import { binance } from "./binance.js";
import { signForExchange } from "./exchange.js";
import { googleGrant } from "./google.js";

/** @param now milliseconds since 1970 @throws MissingValue, UnfitValue */
export async function sign(scheme: SigningScheme | undefined, request: HttpRequest, values: Values, now: number): Promise<HttpRequest> {
  if (scheme === undefined) return request;
  const of = (template: string): string => fill(template, values, plain);
  try {
    switch (scheme.scheme) {
      case "aws-sigv4":
        return await awsSigV4(request, { id: of(scheme.id), key: of(scheme.key), session: of(scheme.session ?? ""), service: scheme.service, region: scheme.region }, now);
      case "azure-shared-key":
        return azureSharedKey(request, of(scheme.account), of(scheme.key), now);
      case "google-jwt-grant":
        return await googleGrant(request, of(scheme.key), of(scheme.email), scheme.scope, now);
      case "exchange-hmac":
        return signForExchange(scheme.exchange, request, { id: of(scheme.id), key: of(scheme.key) }, now);
      case "binance-hmac":
        return binance(request, of(scheme.key), now);
      default:
        return scheme satisfies never;
    }
  } catch (error) {
    // Libraries quote keys that they cannot read.
    if (error instanceof MissingValue) throw error;
    throw new UnfitValue("no signature can be made with it");
  }
}

/** What leaves with a signature, for the plan of what is sent. */
export function signs(scheme: SigningScheme | undefined): string[] {
  switch (scheme?.scheme) {
    case undefined:
      return [];
    case "aws-sigv4":
      return ["the key id and a signature made with the secret, in headers"];
    case "azure-shared-key":
      return ["the account's name and a signature made with the secret, in headers"];
    case "google-jwt-grant":
      return ["a token signed with the private key, in the body"];
    case "exchange-hmac":
      return ["the key id and a signature made with the secret, in headers"];
    case "binance-hmac":
      return ["a signature made with the secret, in the query"];
    default:
      return scheme satisfies never;
  }
}
