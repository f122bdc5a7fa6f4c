/** What a scan is asked to do, in plain values: from a config, from the command line, or from both. */
export interface ScanRequest {
  /** Files to read. */
  readonly inputs: readonly ScanInput[];
  /** From the config; empty when run on files alone. */
  readonly accounts: readonly ScanAccount[];
  /** ISO 3166-1 alpha-2 in upper case; null when nobody told. */
  readonly home: string | null;
  /** IANA zone for lines that carry none; null: the machine's own zone. */
  readonly timezone: string | null;
  readonly geo: ScanGeo;
  /** CIDR ranges and addresses of proxies, whose addresses are nobody's country. */
  readonly trustedProxies: readonly string[];
  readonly exceptions: readonly ScanException[];
  /** Complaints by third parties: folders, or files of one complaint each. */
  readonly complaints: readonly ComplaintPath[];
}

/** A folder of complaints or one of them. */
export interface ComplaintPath {
  /** As the config or the command line gave it. */
  readonly shown: string;
  readonly absolute: string;
}

/** One log file, or a live log that stands for itself and its rotated siblings. */
export interface ScanInput {
  /** As the config or the command line gave it; shown in reports. */
  readonly shown: string;
  readonly absolute: string;
  /** Domain in punycode that the config ties the log to; null for a mail log, a log of several sites, and without a config. */
  readonly site: string | null;
  /** Name of the account that the config ties the log to, else null. */
  readonly account: string | null;
  /** Server that wrote the log, where the config tells. */
  readonly host: string | null;
  /** Zone of this log's lines; null: the request's. */
  readonly timezone: string | null;
  /** Whether rotated siblings in the same directory belong to it. */
  readonly siblings: boolean;
}

export interface ScanAccount {
  readonly name: string;
  readonly uid: number;
  /** Null when the config names no server at all. */
  readonly host: string | null;
  /** Absolute home directory, else null. */
  readonly home: string | null;
  /** Addresses and CIDR ranges that the owner comes from. */
  readonly ownAddresses: readonly string[];
  readonly sites: readonly ScanSite[];
}

export interface ScanSite {
  /** Lower case, punycode. */
  readonly domain: string;
  readonly aliases: readonly string[];
  /** Absolute document root, else null. */
  readonly root: string | null;
}

export interface ScanGeo {
  /** Absolute paths of MMDB files; empty: the bundled ones. */
  readonly databases: readonly string[];
  readonly overrides: readonly GeoOverride[];
}

/** The operator's own word on where a network is. */
export interface GeoOverride {
  readonly cidr: string;
  readonly country: string;
  /** Autonomous system number, without `AS`. */
  readonly asn?: number | undefined;
}

/** Visitors that no measure may stop: one network or one verified crawler. */
export interface ScanException {
  readonly name: string;
  readonly cidr?: string | undefined;
  readonly crawler?: string | undefined;
  /** Domains, or `*` for every site. */
  readonly sites: readonly string[];
}
