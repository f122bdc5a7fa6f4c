/** Debian's user `nobody`. */
const nobody = 65_534;

/** Runs `work` without root's right to read everything: as `nobody` when we are root, as ourselves otherwise. */
export const asNobody = async <Result>(work: () => Result | Promise<Result>): Promise<Result> => {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(nobody);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
};
