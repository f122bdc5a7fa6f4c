import { type Command, InvalidArgumentError } from "commander";
import type { DeskOptions } from "./desk-command.ts";

/** Options of a command that is a person's decision. */
export interface DecidingOptions extends DeskOptions {
  readonly reason: string;
  readonly second?: string;
}

const filled = (text: string): string => {
  if (text.trim() === "") throw new InvalidArgumentError("It is empty.");
  return text.trim();
};

export const addReason = (command: Command): Command =>
  command.requiredOption("--reason <text>", "why; kept with the decision and told where the customer is told", filled);

export const addSecond = (command: Command): Command =>
  command.option("--second <name>", "the second person, where the policy wants two", filled);

/** The second person as the API takes them. */
export const secondField = ({ second }: Pick<DecidingOptions, "second">): { readonly second?: string } =>
  second === undefined ? {} : { second };
