/** Writes the logs of the story and the truth about them, beside this file: `node examples/story/make-story.ts`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { tellStory } from "./telling/tell-story.ts";

const beside = (path: string): URL => new URL(path, import.meta.url);

const { accessLog, mailLog, truth } = tellStory();
mkdirSync(beside("logs"), { recursive: true });
writeFileSync(beside("logs/shop.example.access.log"), accessLog);
writeFileSync(beside("logs/mail.log"), mailLog);
writeFileSync(beside("truth.json"), `${JSON.stringify(truth, null, 2)}\n`);
