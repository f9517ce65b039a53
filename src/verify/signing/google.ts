/**
 * A JWT of a Google service account, signed with its private key by jose, as grant for an access token. Source: "Using
 * OAuth 2.0 for Server to Server Applications", Google Identity.
 */
import { importPKCS8, SignJWT } from "jose";
import type { HttpRequest } from "../../adapters/http.js";

const GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
/** Seconds that the grant is good for; Google allows an hour. */
const LIFE = 300;

/** @param pem as the key file has it, line feeds perhaps escaped */
export async function googleGrant(request: HttpRequest, pem: string, email: string, scope: string, now: number): Promise<HttpRequest> {
  const at = Math.floor(now / 1000);
  const key = await importPKCS8(pem.replaceAll("\\n", "\n").trim(), "RS256");
  const assertion = await new SignJWT({ scope }).setProtectedHeader({ alg: "RS256", typ: "JWT" })
    .setIssuer(email).setAudience("https://oauth2.googleapis.com/token").setIssuedAt(at).setExpirationTime(at + LIFE).sign(key);
  const body = new URLSearchParams({ grant_type: GRANT, assertion }).toString();
  return { ...request, headers: { ...request.headers, "Content-Type": "application/x-www-form-urlencoded" }, body };
}
