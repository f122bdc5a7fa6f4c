/** A parameter of a query whose name holds "method", in whatever encoding: programs take the request for one of that method. For PCRE, without regard to case. */
export const methodInQuery = "(?:^|[&;])[^=&;]*(?:m|%[46]d)(?:e|%[46]5)(?:t|%[57]4)(?:h|%[46]8)(?:o|%[46]f)(?:d|%[46]4)";

/** Headers by which a client names another method than the request has. */
export const overrideHeaders = ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"] as const;
