import { writeSync } from "node:fs";

// Loaded before a measured program: says at its end how much memory it held at most. Node gives kibibytes.
process.on("exit", () => writeSync(2, `\npeak-kib ${process.resourceUsage().maxRSS}\n`));
