/** From bytes as they lie to UTF-8. */
export { sniff, type Encoding, type WideEncoding } from "./sniff.js";
export { Transcoder, type Step } from "./transcoder.js";
