export { nearest, nearest as suggest } from "../suggest.js";
