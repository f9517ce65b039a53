/** From bytes as they lie to text that rules can read: UTF-16 and UTF-32 to UTF-8, and views of what is encoded in it. */
export { sniff, type Encoding, type WideEncoding } from "./sniff.js";
export { Transcoder, type Step } from "./transcoder.js";
export { EXTENT, LOOKAHEAD, type Encoded, type Layer, type Window } from "./encoded.js";
export { EncodedText, type Groups } from "./groups.js";
export { View, type Outer } from "./view.js";
export { keyStoreText } from "./keystore.js";
