import { InvalidArgumentError } from "commander";
import { nearestWord } from "../kit/edit-distance.ts";

/** Reads `a,b` where each is one of the words. */
export const oneOrMore =
  (words: readonly string[]) =>
  (text: string): readonly string[] => {
    const given = text.split(",").map((part) => part.trim());
    for (const one of given) {
      if (words.includes(one)) continue;
      const meant = nearestWord(one, words);
      throw new InvalidArgumentError(`"${one}" is none of ${words.join(", ")}${meant === null ? "" : `; did you mean "${meant}"?`}`);
    }
    return given;
  };
