/** Local part and host of a mail address, as logs write it; a plus sign, a dot and more may stand in the local part. */
const mailAddress = /[^\s<>"'=,;:()[\]]+@([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi;

/** One parameter of a query. Parameters without a value show nothing. */
const queryValue = /([?&;][^=&;\s"?#]*)=[^&;\s"#]*/g;

/**
 * The form in which a log line leaves its server: values of queries and the local parts of mail addresses are masked. What stays is enough to
 * find the line again, and to see what happened.
 */
export const shownLine = (line: string): string => line.replace(queryValue, "$1=***").replace(mailAddress, "***@$1");
