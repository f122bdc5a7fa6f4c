import { createByteInterner } from "../kit/byte-interner.ts";
import { decodeText } from "../kit/decode-text.ts";
import type { Geo } from "../ports/geo.ts";
import type { AccessLine } from "./access-line.ts";
import type { Directory, KnownSite } from "./directory.ts";
import type { LogFile } from "./log-file.ts";
import { logBaseOf } from "./rotated-siblings.ts";
import { siteNameOfFile } from "./site-name.ts";
import { createSourceBook, type SourceBook } from "./source-book.ts";

/** Distinct addresses and names of one generation; what falls out is made again, without a memory, when it comes back. */
const addressesKept = 65_536;
const namesKept = 8_192;

/** A book of the sources of one run, each placed once. */
export const createPlacedSources = (geo: Geo): SourceBook => createSourceBook({ capacity: addressesKept, geo });

/** Sets site and source of access lines: whose site it is and where the visitor is from. */
export const createLineResolver = (directory: Directory): ((line: AccessLine, file: LogFile) => void) => {
  const siteOf = createByteInterner<KnownSite>({
    capacity: namesKept,
    make: (bytes, start, end) => directory.siteOf(decodeText(bytes, start, end, "none").toLowerCase().replace(/\.$/, "")),
  });
  const fileSites = new WeakMap<LogFile, KnownSite>();
  const ownSite = (file: LogFile): KnownSite => {
    const known = fileSites.get(file);
    if (known !== undefined) return known;
    const name = file.input.site ?? siteNameOfFile(file.input.shown);
    const site = name === null ? directory.unnamedSite(logBaseOf(file.absolute)) : directory.siteOf(name);
    fileSites.set(file, site);
    return site;
  };
  return (line, file) => {
    line.findRow();
    line.site = (file.input.site === null ? line.siteBy(siteOf.get) : null) ?? ownSite(file);
  };
};
