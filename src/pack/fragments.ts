/**
 * Named pieces of patterns: `@{assign}` in a pattern stands for the text below. How one gets from a name to its value is
 * the same question for every rule, so it is answered once. The parser reads a fragment in its place (syntax.ts), so
 * offsets in messages stay those of the rule's own text. Fragments hold no named groups.
 *
 * Hundreds of rules carry these, and RE2 compiles each with its own copy: time and memory follow the number of byte
 * ranges times repeats. So classes in repeats are one range where that loses nothing: `[\t-\x20]` is a blank of any
 * kind, `[!-~]` a printable character, `[.-z]` what names of types and functions hold.
 */

/** What may close a name: quotes and brackets, also escaped, as in JSON inside a string, in HTML, in a URL. */
const CLOSE = String.raw`(?: ["'${"`"}\\*\]\)\}]{0,5} (?: \[ [0-9]{0,3} \] | u0022 )? | &quot; | %22 )`;

/** The value of a pair stands beside its name, perhaps with one setting between: name: KEY, secret: true, value: v. */
const PAIR = String.raw`[ ]? [,;{]? [\t-\x20]{0,32} (?: [!-~] [\x20-~]{4,32} [\t-\x20]{1,32} )? ["'\\]{0,3} (?i: value | default (?: _?value )? ) ["'\\]{0,3}`;

/** A setting's type, as in `key: Optional[str] = "v"`, `key string = "v"`, `key: &'static str = "v"`, `key VARCHAR(64) DEFAULT 'v'`. */
const TYPE = String.raw`[ \t]{0,2} [:\x20] [ \t]{0,2} (?: &'static [ ] )? [!-~]{2,24} (?: [ ] \| [ ] [A-Za-z]{4,9} )? [ ] (?: :? = | DEFAULT )`;

const OPERATOR = String.raw`
    [ \t]{0,8} (?: = [=>|?:]{0,2} | [:,>?|] [=>|?:-]{0,2} | [<-] [>-] | %3[ADad] ) \*{0,2} (?: [ ] [>|] -? \n )?
  | [ \t]? \(
  | [ \t]{1,4} (?: -{1,2} | or | is | to | as ) [ ]
  | [ ] [\x20-;=?-~]{2,40} >                          # attributes of an element
  | < / [.-z]{1,20} >                                 # <key>KEY</key> <string>v</string>
`;

export const FRAGMENTS: Readonly<Record<string, string>> = {
  /** No text: the parser makes an assertion of it that the detector holds to. */
  start: "",

  /** From the end of a name to the first character of its value. */
  assign: String.raw`
    ${CLOSE}
    (?: (?: ${PAIR} )? (?: ${OPERATOR} ) [\t-\x20]{0,24} (?: < [.-z]{1,20} > \s{0,8} )? | [ \t]{1,4} | ${TYPE} [ ]? )
    (?: - [ ]{1,3} | <!\[CDATA\[ )?
    (?: (?: new [ ] )? [A-Za-z_] [.-z]{0,24} \( [\t-\x20]{0,8} )?
    [@$(\[]{0,2} (?: [brufBRUF]{1,2} ["'] )? (?: ["'${"`"}\\*]{0,4} (?: u0022 )? | &quot; | %22 )
    (?: (?i: bearer | basic | token | api-?key ) [ ] )?`,

  /**
   * Between two words of one name, however it is written, and between a service's name and a setting below it. No `=`,
   * `;` or `&`: not across another assignment.
   */
  gap: String.raw`[\t-$'-:<>-{]{0,60}?`,

  /** A word that says credential, and the rest of the name it stands in. */
  key: String.raw`(?i: key | token | secret | passw(?:or)?d | passwd | pwd | auth | bearer | credential | api | \b pat \b | _pat ) [A-Za-z0-9_.-]{0,24} | Pat \b`,

  /** From a service's name to a credential of it: by a word that says so, or assigned to the service's name itself. */
  credential: String.raw`(?: @{gap} (?: @{key} ) @{assign} | ["'${"`"}\\\]]{0,2} [ ]? (?: = [ ]? ["']? | (?: : | => ) [ ]? ["'] ) )`,

  /** The same for a name that others begin with (`coda` and `codacy`): no letters of it may follow but words for a key. */
  whole: String.raw`(?: [^A-Za-z=;&] @{gap} )? (?i: app | client | access | account )? (?: @{key} ) @{assign}`,
};
