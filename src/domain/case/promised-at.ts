export { promisedAt } from "../policy/promised-at.ts";
