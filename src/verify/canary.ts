/**
 * Canary tokens: credentials laid out to be tried, so that trying one calls its owner. They are recognised offline and never
 * sent. An AWS access key id holds the number of its account, and the accounts of canary services are known.
 */
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * Accounts of canarytokens.org (Thinkst) and of services like it. Source: "Research uncovers AWS account numbers hidden in
 * access keys" and "Canaries", Truffle Security; the lists that other verifiers keep from calling.
 */
const CANARY_ACCOUNTS: ReadonlySet<string> = new Set([
  "052310077262", "171436882533", "266735846894", "534261010715", "595918472158", "717712589309", "730335385048", "819147034852", "992382622183",
  "044858866125", "251535659677", "344043088457", "351906852752", "390477818340", "426127672474", "427150556519", "439872796651", "445142720921",
  "465867158099", "528757803018", "538784191382", "637958123769", "693412236332", "729780141977", "732624840810", "735421457923", "893192397702",
  "959235150393", "982842642351",
]);

/** Why this value must not be tried; undefined where nothing speaks against it. */
export function canary(values: Iterable<string>): string | undefined {
  for (const value of values) {
    const account = awsAccount(value);
    if (account !== undefined && CANARY_ACCOUNTS.has(account)) return "a canary token of AWS: trying it would call its owner";
    if (/\bcanarytokens\.(?:com|org|net)\b/i.test(value)) return "a canary token: trying it would call its owner";
  }
  return undefined;
}

/** 12 digits, from an access key id of the form in use since 2019. */
export function awsAccount(id: string): string | undefined {
  const [, body] = /^A(?:KIA|SIA)([A-Z2-7]{16})$/.exec(id) ?? [];
  if (body === undefined) return undefined;
  let bits = 0n;
  for (const char of body.slice(0, 10)) bits = (bits << 5n) | BigInt(BASE32.indexOf(char));
  // Of the first six bytes the highest bit says the form, the 40 after it are the account, and the last 7 something else.
  const account = ((bits >> 2n) & 0x7fffffffff80n) >> 7n;
  return account.toString().padStart(12, "0");
}
