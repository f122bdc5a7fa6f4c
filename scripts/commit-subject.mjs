/** The form of a commit subject: Conventional Commits 1.0.0, with the room as scope. */

const types = ["feat", "fix", "docs", "test", "refactor", "perf", "build", "ci", "chore", "style", "revert"];

const rooms = ["kit", "domain", "ports", "catalog", "pipeline", "geo", "mail", "report", "desk", "stores", "buses", "simulate"];
const edges = ["agent", "web", "cli", "main", "config"];
const around = ["test", "bench", "examples", "docs", "packaging", "scripts", "ci", "repo"];
const scopes = [...rooms, ...edges, ...around];

const longestSubject = 100;

/**
 * What is wrong with a subject, in words; null when it is right.
 * @param {string} subject
 * @returns {string | null}
 */
export const subjectFault = (subject) => {
  const parts = /^([a-z]+)\(([a-z]+)\)!?: (\S.*)$/.exec(subject);
  if (!parts) return "must read type(scope): subject";
  if (!types.includes(parts[1] ?? "")) return `unknown type "${parts[1]}"; known: ${types.join(" ")}`;
  if (!scopes.includes(parts[2] ?? "")) return `unknown scope "${parts[2]}"; known: ${scopes.join(" ")}`;
  if (subject.length > longestSubject) return `${subject.length} characters; at most ${longestSubject}`;
  return subject.endsWith(".") ? "must not end with a dot" : null;
};
