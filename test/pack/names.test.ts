/**
 * A rule that a provider's name leads to is silent where the name is a part of another provider's: `BUILDKITE_SECRET` holds
 * `kite`, `CODACY_TOKEN` holds `coda`. Each such rule's example is tried with every longer name that there is.
 */
import { expect, test } from "vitest";
import { loadRegexEngine } from "../../src/adapters/regex.js";
import { BlobScanner } from "../../src/blobs.js";
import { builtinPack } from "../../src/pack/index.js";
import { spelling } from "../../src/pack/service.js";
import { builtinRuleFiles, fillExample, loadRuleFiles } from "../../src/rulecheck.js";

const loaded = loadRuleFiles(builtinRuleFiles());
const pack = builtinPack();
const scanner = new BlobScanner(pack, await loadRegexEngine(), { enabled: new Uint8Array(pack.rules.length).fill(1), maxSize: Infinity, decode: 0 });

function found(text: string, rule: number): boolean {
  const bytes = Buffer.from(text);
  let at = 0;
  scanner.stream({ type: "file", path: "example.txt" }, (target, offset, length) => {
    const count = bytes.copy(target, offset, at, Math.min(bytes.length, at + length));
    at += count;
    return count;
  });
  return scanner.take().findings.some((f) => f.rule === rule);
}

/** Longer names of the same provider or its products, and of others whose keys have another shape. */
const SAME: ReadonlySet<string> = new Set([
  "activecampaign.api-key: activecampaignpostmark",
  "clerk.secret-key: moonclerk",
  "coinbase.cdp-key-secret: coinbasecommerce",
  "dropbox.app-secret: dropboxsign",
  "dropbox.long-lived-token: dropboxsign",
  "dropbox.long-lived-token: dropboxsignhellosign",
  "dropbox.refresh-token: dropboxsign",
  "dropbox.refresh-token: dropboxsignhellosign",
  "elastic.api-key: elasticemail",
  "ibm-cloud.api-key: ibmcloudant",
  "ipgeolocation.api-key: ipgeolocationipify",
  "salesforce.consumer-secret: salesforcetableau",
  "salesforce.security-token: salesforcetableau",
  "servicenow.client-secret: servicenowcloudobservability",
  "servicenow.password: servicenowcloudobservability",
  "solarwinds.api-token: solarwindsloggly",
  "solarwinds.api-token: solarwindspapertrail",
  "solarwinds.api-token: solarwindspingdom",
  "splunk.hec-token: splunkobservability",
  "splunk.hec-token: splunkobservabilitycloud",
  "splunk.hec-token: splunkoncall",
  "twilio.api-key-secret: twiliosegment",
  "twilio.api-key-secret: twiliosendgrid",
  "twilio.auth-token: twiliosegment",
  "twilio.auth-token: twiliosendgrid",
]);

/** Spellings of providers, with the files that their rules stand in. */
function spellings(): Map<string, Set<string>> {
  const owners = new Map<string, Set<string>>();
  for (const { rule } of loaded) {
    const stem = rule.id.slice(0, rule.id.indexOf("."));
    for (const text of [stem, rule.provider ?? "", ...(rule.service?.names ?? []), ...(rule.service?.ordinary ?? [])]) {
      const name = spelling(text);
      if (name.length > 2) owners.set(name, (owners.get(name) ?? new Set()).add(stem));
    }
  }
  return owners;
}

test("a name inside of another provider's name is not it", () => {
  const owners = spellings();
  const names = [...owners.keys()];
  const wrong = new Set<string>();
  loaded.forEach((one, index) => {
    const stem = one.rule.id.slice(0, one.rule.id.indexOf("."));
    if (one.rule.service || one.rule.provider === undefined) return;
    one.examples.examples.forEach((template, i) => {
      const { text, secretStart } = fillExample(one, template, 7919 + i);
      for (const { 0: word, index: at } of text.slice(0, secretStart).matchAll(/[A-Za-z][A-Za-z0-9]{2,}/g)) {
        if (!owners.get(word.toLowerCase())?.has(stem)) continue;
        const put = (name: string): string => text.slice(0, at) + (word === word.toUpperCase() ? name.toUpperCase() : name) + text.slice(at + word.length);
        const longer = names.filter((name) => name !== word.toLowerCase() && name.includes(word.toLowerCase()) && !owners.get(name)?.has(stem));
        if (longer.length === 0 || !found(text, index) || found(put("qzvx"), index)) continue;
        for (const name of longer) if (found(put(name), index)) wrong.add(`${one.rule.id}: ${name}`);
      }
    });
  });
  expect([...wrong].filter((line) => !SAME.has(line))).toEqual([]);
  expect([...SAME].filter((line) => !wrong.has(line))).toEqual([]);
});
