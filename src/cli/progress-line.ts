import type { ScanProgress } from "../pipeline/scan.ts";
import type { Language } from "./choose-language.ts";
import { type CliIo, takesColor } from "./cli-io.ts";

/** One line that is overwritten as the work goes on. */
export interface ProgressLine {
  readonly show: (progress: ScanProgress) => void;
  readonly clear: () => void;
}

const eraseLine = "\r\u001b[2K";

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0);

const textOf = ({ readBytes, totalBytes }: ScanProgress, percent: number, language: Language): string => {
  const amount = `${percent} % (${megabytes(readBytes)} / ${megabytes(totalBytes)} MB)`;
  return language === "ja" ? `読み込み中 ${amount}` : `Reading ${amount}`;
};

/** Shows progress on stderr, only where that is a terminal; one write per percent at most. */
export const createProgressLine = ({ stderr, env }: CliIo, language: Language): ProgressLine => {
  // NO_COLOR speaks of colour only; the line needs a terminal that moves its cursor.
  if (!takesColor(stderr, { ...env, NO_COLOR: undefined })) return { show: () => undefined, clear: () => undefined };
  let shownPercent = -1;
  return {
    show: (progress) => {
      const percent = progress.totalBytes > 0 ? Math.min(100, Math.floor((progress.readBytes / progress.totalBytes) * 100)) : 0;
      if (percent === shownPercent) return;
      shownPercent = percent;
      stderr.write(eraseLine + textOf(progress, percent, language));
    },
    clear: () => {
      if (shownPercent >= 0) stderr.write(eraseLine);
      shownPercent = -1;
    },
  };
};
